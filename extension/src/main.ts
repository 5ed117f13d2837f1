// The extension's entry: puts its parts together.

import * as vscode from "vscode";
import { registerCommands } from "./commands/register";
import { Context } from "./context";
import { follow } from "./follow/follow";
import { registerTasks } from "./tasks/provider";
import type { Participant } from "./release/registry";
import { showEnvironment } from "./view/environment";
import { showLanguageStatus } from "./view/languageStatus";
import { showStatusBar } from "./view/statusBar";

/** What other extensions get: they can take part when files have to be let go of. */
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
  // Not awaited: the editor need not wait until a Python was found.
  void context.supervisor.restart();
  const { registry } = context.quietWindow;
  return {
    registerHolder: (participant) => new vscode.Disposable(registry.register(participant).dispose),
  };
}
