// Entry point of the extension: creates its parts and connects them.

import * as vscode from "vscode";
import { registerCommands } from "./commands/register";
import { Context } from "./context";
import { follow } from "./follow/follow";
import { registerTasks } from "./tasks/provider";
import type { Participant } from "./release/registry";
import { showEnvironment } from "./view/environment";
import { showLanguageStatus } from "./view/languageStatus";
import { showStatusBar } from "./view/statusBar";

/** The API for other extensions: they can register to release files before a sync. */
export interface Api {
  readonly registerHolder: (participant: Participant) => vscode.Disposable;
}

export function activate(extension: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel("Lockstep", { log: true });
  const context = new Context(extension, log);
  extension.subscriptions.push(
    log,
    showStatusBar(context.store),
    showLanguageStatus(context.store),
    showEnvironment(context.store),
    registerCommands(context),
    registerTasks(context),
    follow(context),
    { dispose: () => void context.supervisor.dispose() },
    vscode.workspace.onDidGrantWorkspaceTrust(() => void context.supervisor.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("lockstep.interpreter")) {
        void context.supervisor.reconsider();
      }
    }),
  );
  void vscode.commands.executeCommand("setContext", "lockstep.active", true);
  // Not awaited, so that activation does not wait for the search for a Python.
  void context.supervisor.restart();
  const { registry } = context.quietWindow;
  return {
    registerHolder: (participant) => new vscode.Disposable(registry.register(participant).dispose),
  };
}
