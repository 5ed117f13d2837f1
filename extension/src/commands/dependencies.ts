// Adds and removes dependencies: manifest, lockfile and environment change in one transaction.

import * as vscode from "vscode";
import type { Context } from "../context";
import type { Report } from "../protocol";
import { packageIn } from "./argument";
import { obstacleTo, requirementsOf, type Target, targetsOf, targetsWith } from "./requirements";
import { change } from "./sync";
import { chosenProject } from "./target";

export async function addDependency(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  const line = report && (await askForRequirements());
  const target = line === undefined || !report ? undefined : await pickTarget(targetsOf(report));
  if (report && line !== undefined && target !== undefined) {
    const requirements = requirementsOf(line);
    await change(context, "lockstep.addDependency", report, { requirements, ...place(target) });
  }
}

export async function removeDependency(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  const name = report && (packageIn(argument) ?? (await pickPackage(report)));
  if (report === undefined || name === undefined) {
    return;
  }
  const target = await pickTarget(targetsWith(report, name));
  if (target !== undefined) {
    await change(context, "lockstep.removeDependency", report, { names: [name], ...place(target) });
  }
}

async function askForRequirements(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: "Add Dependency",
    prompt: "One or more requirements, separated by commas",
    placeHolder: "httpx>=0.27",
    ignoreFocusOut: true,
    validateInput: (line) => (line.trim() === "" ? undefined : obstacleTo(line)),
  });
}

/** The only target, or the one that the user picks from several. */
async function pickTarget(targets: readonly Target[]): Promise<Target | undefined> {
  const [only] = targets;
  return targets.length < 2
    ? (only ?? { label: "dependencies" })
    : vscode.window.showQuickPick([...targets], { placeHolder: "Select a list in pyproject.toml" });
}

async function pickPackage(report: Report): Promise<string | undefined> {
  const direct = (report.packages ?? []).filter((it) => it.direct);
  const items = direct.map((it) => ({ label: it.name, description: it.in.join(", ") }));
  const placeHolder = "Select a dependency";
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.label;
}

function place({ group, extra }: Target): object {
  return { ...(group === undefined ? {} : { group }), ...(extra === undefined ? {} : { extra }) };
}
