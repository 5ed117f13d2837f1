// The command "Release Files Held by Other Extensions".

import * as vscode from "vscode";
import type { Context } from "../context";
import { NOTHING_TO_RELEASE } from "../release/quietWindow";
import { chosenProject } from "./target";

/** Ask the other extensions to release a project's environment, then show the remaining holders. */
export async function release(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  if (report === undefined) {
    return;
  }
  if (!context.quietWindow.canRelease) {
    void vscode.window.showInformationMessage(NOTHING_TO_RELEASE);
    return;
  }
  await context.quietWindow.releaseAll(report.project);
  await vscode.commands.executeCommand("lockstep.showHolders", { project: report.project });
}
