// The way out where no Python was found: the user points at one.

import * as vscode from "vscode";
import { SECTION } from "../settings";

/** Ask for a Python and write it into the settings of this machine, which restarts the server. */
export async function choosePython(): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    title: "Python 3.10 or newer for Lockstep's server, outside of every environment",
    openLabel: "Use This Python",
    canSelectMany: false,
  });
  const path = picked?.[0]?.fsPath;
  if (path !== undefined) {
    await vscode.workspace
      .getConfiguration(SECTION)
      .update("interpreter", path, vscode.ConfigurationTarget.Global);
  }
}
