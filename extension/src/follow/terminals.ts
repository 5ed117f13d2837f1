// The user's own installers in terminals: nobody asks while one is at work, and where one failed
// for a held file, its files can be freed and the same line run again.

import * as vscode from "vscode";
import type { Context } from "../context";
import { readSettings } from "../settings";
import { projectOf } from "../state";
import type { LastWords } from "./heldIn";
import { Installers, offerOf } from "./installers";

const AGAIN = "Free and Run Again";
const SYNC = "Sync";

export function installersInTerminals(
  context: Context,
  atWork: (isAtWork: boolean) => void,
): vscode.Disposable {
  const installers = new Installers<vscode.TerminalShellExecution>();
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ execution }) => {
      const words = installers.started(execution, execution.commandLine.value);
      if (words !== undefined) {
        atWork(true);
        void listen(execution, words);
      }
    }),
    vscode.window.onDidEndTerminalShellExecution(({ execution, terminal, exitCode }) => {
      const ended = installers.ended(execution, exitCode);
      if (ended !== undefined) {
        atWork(false);
      }
      if (ended?.held !== undefined) {
        void offer(context, terminal, execution, ended.held);
      }
    }),
  );
}

async function listen(execution: vscode.TerminalShellExecution, words: LastWords): Promise<void> {
  for await (const data of execution.read()) {
    words.hear(data);
  }
}

async function offer(
  { store }: Context,
  terminal: vscode.Terminal,
  { commandLine, cwd }: vscode.TerminalShellExecution,
  held: string,
): Promise<void> {
  const project = projectOf(store.known.projects, cwd?.fsPath ?? "")?.project;
  const isWanted = vscode.workspace.isTrusted && readSettings().notifications !== "off";
  if (project === undefined || !isWanted) {
    return;
  }
  const chosen = await vscode.window.showWarningMessage(offerOf(held), AGAIN, SYNC);
  if (chosen === SYNC) {
    await vscode.commands.executeCommand("lockstep.sync", { project });
  } else if (chosen === AGAIN) {
    await vscode.commands.executeCommand("lockstep.free", { project });
    terminal.show(true);
    terminal.shellIntegration?.executeCommand(commandLine.value);
  }
}
