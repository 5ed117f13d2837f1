// The command "Copy Bug Report".

import { arch, homedir, platform, release } from "node:os";
import * as vscode from "vscode";
import type { Context } from "../context";
import { changedSettings } from "../settings";
import { reportText } from "../view/report";

export async function copyReport({ extension, store }: Context): Promise<void> {
  const { version } = extension.extension.packageJSON as { version: string };
  const text = reportText({
    versions: {
      Lockstep: version,
      [vscode.env.appName]: vscode.version,
      system: `${platform()} ${release()} ${arch()}`,
    },
    settings: changedSettings(),
    known: store.known,
    home: homedir(),
    folders: (vscode.workspace.workspaceFolders ?? []).map((it) => it.uri.fsPath),
  });
  await vscode.env.clipboard.writeText(text);
  void vscode.window.showInformationMessage("Copied the report to the clipboard. Read it before you share it.");
}
