// The command "Verify Installed Files".

import * as vscode from "vscode";
import type { Context } from "../context";
import type { Report, Verified } from "../protocol";
import { badItem, canRepair, verdictOf, verifyRequest } from "../view/verified";
import { packageIn } from "./argument";
import { guarded } from "./guarded";
import { withProgress } from "./progress";
import { chosenProject } from "./target";

const SHOW = "Show Files";
const REPAIR = "Repair";

/** Verify all packages of a project, or the package of a row. */
export async function verify(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  if (report === undefined) {
    return;
  }
  const { title, argument: request } = verifyRequest(report, packageIn(argument));
  const found = await withProgress(context, title, (onProgress, cancel) => {
    const run = async () =>
      (await context.ask("lockstep.verify", request, onProgress, cancel)) as Verified;
    // The request also fails when the user cancels it; that needs no message.
    return guarded(run, () => !cancel.isCancellationRequested);
  });
  if (found !== undefined) {
    await showVerdict(report, found);
  }
}

async function showVerdict(report: Report, found: Verified): Promise<void> {
  const { isSound, text } = verdictOf(found, report);
  if (isSound) {
    void vscode.window.showInformationMessage(text);
    return;
  }
  const buttons = canRepair(found) ? [SHOW, REPAIR] : [SHOW];
  const chosen = await vscode.window.showWarningMessage(text, ...buttons);
  if (chosen === SHOW) {
    await showFiles(report, found);
  } else if (chosen === REPAIR) {
    await vscode.commands.executeCommand("lockstep.repair", { project: report.project });
  }
}

/** List the files; a changed one, which still exists, can be opened. */
async function showFiles(report: Report, { bad }: Verified): Promise<void> {
  const items = bad.map((it) => badItem(it, report));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Files that differ from what was installed",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen?.description === "changed") {
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(chosen.path));
  }
}
