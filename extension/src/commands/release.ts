// Let others let go by hand, and let them go on.

import * as vscode from "vscode";
import type { Context } from "../context";
import { NOBODY } from "../release/quietWindow";
import { chosenProject } from "./target";

export async function release(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  if (report === undefined) {
    return;
  }
  if (!context.quietWindow.canAsk) {
    void vscode.window.showInformationMessage(NOBODY);
    return;
  }
  await context.quietWindow.releaseAll(report.project);
  await vscode.commands.executeCommand("lockstep.showHolders", { project: report.project });
}
