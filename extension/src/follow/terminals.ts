// Watches installers in terminals. After one failed because of a held file, offers to free the held
// files and to run the same command line again.

import * as vscode from "vscode";
import type { Context } from "../context";
import { readSettings } from "../settings";
import { projectOf } from "../state";
import type { OutputTail } from "./heldFile";
import { Installers, offerOf } from "./installers";

const FREE_AND_RERUN = "Free and Run Again";
const SYNC = "Sync";

/** `onChange` is called with true when an installer starts and with false when it ends. */
export function installersInTerminals(
  context: Context,
  onChange: (isRunning: boolean) => void,
): vscode.Disposable {
  const installers = new Installers<vscode.TerminalShellExecution>();
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ execution }) => {
      const tail = installers.started(execution, execution.commandLine.value);
      if (tail !== undefined) {
        onChange(true);
        void readOutput(execution, tail);
      }
    }),
    vscode.window.onDidEndTerminalShellExecution(({ execution, terminal, exitCode }) => {
      const ended = installers.ended(execution, exitCode);
      if (ended !== undefined) {
        onChange(false);
      }
      if (ended?.held !== undefined) {
        void offer(context, terminal, execution, ended.held);
      }
    }),
  );
}

async function readOutput(
  execution: vscode.TerminalShellExecution,
  tail: OutputTail,
): Promise<void> {
  for await (const data of execution.read()) {
    tail.append(data);
  }
}

async function offer(
  { store }: Context,
  terminal: vscode.Terminal,
  { commandLine, cwd }: vscode.TerminalShellExecution,
  held: string,
): Promise<void> {
  const project = projectOf(store.known.projects, cwd?.fsPath ?? "")?.project;
  const isShown = vscode.workspace.isTrusted && readSettings().notifications !== "off";
  if (project === undefined || !isShown) {
    return;
  }
  const chosen = await vscode.window.showWarningMessage(offerOf(held), FREE_AND_RERUN, SYNC);
  if (chosen === SYNC) {
    await vscode.commands.executeCommand("lockstep.sync", { project });
  } else if (chosen === FREE_AND_RERUN) {
    await vscode.commands.executeCommand("lockstep.free", { project });
    terminal.show(true);
    terminal.shellIntegration?.executeCommand(commandLine.value);
  }
}
