// Watches the workspace and asks, or syncs, after a change, as `lockstep.onManifestChange` says.

import * as vscode from "vscode";
import type { Context } from "../context";
import { later } from "../later";
import { readSettings } from "../settings";
import { isFollowed, type Proposal } from "./decide";
import { Follower } from "./follower";
import { installersInTerminals } from "./terminals";

/** The key of the workspace state; it keeps the value of earlier versions. */
const HANDLED = "lockstep.told";
const MAX_HANDLED = 50;

export function follow(context: Context): vscode.Disposable {
  const { workspaceState } = context.extension;
  const follower = new Follower(
    {
      mode: (project) =>
        vscode.workspace.isTrusted
          ? readSettings(vscode.Uri.file(project)).onManifestChange
          : "check",
      ask: (proposal) => {
        void workspaceState.update(HANDLED, follower.handled.slice(-MAX_HANDLED));
        void ask(proposal);
      },
      sync: (proposal) => void run(proposal, true),
      later,
    },
    workspaceState.get<string[]>(HANDLED, []),
  );
  const pattern = "**/{pyproject.toml,uv.lock,.python-version,.python-versions}";
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const changed = (uri: vscode.Uri) => {
    if (uri.scheme === "file" && isFollowed(uri.fsPath)) {
      follower.fileChanged(uri.fsPath);
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
      follower.stateChanged(known);
    }),
    installersInTerminals(context, follower.installerChanged.bind(follower)),
    follower,
  );
}

async function ask(proposal: Proposal): Promise<void> {
  if (readSettings().notifications !== "all") {
    return;
  }
  const chosen = await vscode.window.showInformationMessage(proposal.question, "Sync", "Not Now");
  if (chosen === "Sync") {
    await run(proposal);
  }
}

async function run({ command, project }: Proposal, automatic = false): Promise<void> {
  await vscode.commands.executeCommand(command, { project, automatic });
}
