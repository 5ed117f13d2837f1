// Make an environment anew, as a whole, after a word of the user's.

import * as vscode from "vscode";
import type { Context } from "../context";
import { nameOf } from "../view/words";
import { change } from "./sync";
import { chosenProject } from "./target";

const GO = "Recreate";

/** Nothing is lost when it fails; but it takes a while, so it is asked for. */
export async function recreate(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  if (report === undefined) {
    return;
  }
  const question = `Make the environment of ${nameOf(report.project)} anew?`;
  const detail = "Where that fails, the one that is there now stays as it is.";
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, GO);
  if (chosen === GO) {
    await change(context, "lockstep.recreate", report, {});
  }
}
