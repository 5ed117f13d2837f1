// Hears of changes in the workspace and asks, or syncs, as the settings say.

import * as vscode from "vscode";
import type { Context } from "../context";
import { later } from "../later";
import { readSettings } from "../settings";
import { isFollowed, type Proposal } from "./decide";
import { Follower } from "./follower";
import { installersInTerminals } from "./terminals";

const TOLD = "lockstep.told";
const REMEMBERED = 50;

export function follow(context: Context): vscode.Disposable {
  const { workspaceState } = context.extension;
  const follower = new Follower(
    {
      mode: (project) =>
        vscode.workspace.isTrusted
          ? readSettings(vscode.Uri.file(project)).onManifestChange
          : "check",
      ask: (proposal) => {
        void workspaceState.update(TOLD, follower.told.slice(-REMEMBERED));
        void ask(proposal);
      },
      sync: (proposal) => void run(proposal, true),
      later,
    },
    workspaceState.get<string[]>(TOLD, []),
  );
  const pattern = "**/{pyproject.toml,uv.lock,.python-version,.python-versions}";
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const changed = (uri: vscode.Uri) => {
    if (uri.scheme === "file" && isFollowed(uri.fsPath)) {
      follower.changed(uri.fsPath);
    }
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      changed(uri);
    }),
    context.store.subscribe((known) => {
      follower.heard(known);
    }),
    installersInTerminals(context, follower.installer.bind(follower)),
    follower,
  );
}

async function ask(proposal: Proposal): Promise<void> {
  if (readSettings().notifications !== "all") {
    return;
  }
  const chosen = await vscode.window.showInformationMessage(proposal.question, "Sync", "Not now");
  if (chosen === "Sync") {
    await run(proposal);
  }
}

async function run({ command, project }: Proposal, automatic = false): Promise<void> {
  await vscode.commands.executeCommand(command, { project, automatic });
}
