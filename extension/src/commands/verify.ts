// Every installed file against the hash that it was installed with.

import * as vscode from "vscode";
import type { Context } from "../context";
import type { Report, Verified } from "../protocol";
import { badItem, isRepaired, questionFor, verdictOf } from "../view/verified";
import { packageIn } from "./argument";
import { guarded } from "./guarded";
import { withProgress } from "./progress";
import { chosenProject } from "./target";

const SHOW = "Show Files";
const REPAIR = "Repair";

/** Verify a project, or the package of a row. */
export async function verify(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  if (report === undefined) {
    return;
  }
  const { title, asked } = questionFor(report, packageIn(argument));
  const found = await withProgress(context, title, (tell, cancel) => {
    const run = async () =>
      (await context.ask("lockstep.verify", asked, tell, cancel)) as Verified;
    // Who cancels needs not be told that it was cancelled.
    return guarded(run, () => !cancel.isCancellationRequested);
  });
  if (found !== undefined) {
    await tellVerdict(report, found);
  }
}

async function tellVerdict(report: Report, found: Verified): Promise<void> {
  const { isSound, text } = verdictOf(found, report);
  if (isSound) {
    void vscode.window.showInformationMessage(text);
    return;
  }
  const buttons = isRepaired(found) ? [SHOW, REPAIR] : [SHOW];
  const chosen = await vscode.window.showWarningMessage(text, ...buttons);
  if (chosen === SHOW) {
    await showFiles(report, found);
  } else if (chosen === REPAIR) {
    await vscode.commands.executeCommand("lockstep.repair", { project: report.project });
  }
}

/** What is still there can be looked at. */
async function showFiles(report: Report, { bad }: Verified): Promise<void> {
  const items = bad.map((it) => badItem(it, report));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Not as they were installed",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen?.description === "changed") {
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(chosen.path));
  }
}
