// The command "Choose Python for the Server…".

import * as vscode from "vscode";
import { SECTION } from "../settings";

/** Let the user pick a Python. The changed setting restarts the server. */
export async function choosePython(): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    title: "Python 3.10 or newer for the Lockstep server, outside of every virtual environment",
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
