// The tasks `lockstep: sync` and `lockstep: check`, for example for `preLaunchTask`.

import * as vscode from "vscode";
import { check, sync } from "../commands/sync";
import { chosenProject } from "../commands/target";
import type { Context } from "../context";
import { checkLines, outcomeLines, statusOf } from "./transcript";

const TYPE = "lockstep";

interface Definition extends vscode.TaskDefinition {
  readonly command: "sync" | "check";
  readonly project?: string;
}

type Print = (line: string) => void;

export function registerTasks(context: Context): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TYPE, {
    provideTasks: () => folders().flatMap((it) => [task(context, "sync", it), task(context, "check", it)]),
    resolveTask: ({ definition, scope }) => {
      const found = definition as Definition;
      return typeof scope === "object" ? task(context, found.command, scope, found) : undefined;
    },
  });
}

function folders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.workspaceFolders ?? [];
}

function task(
  context: Context,
  command: Definition["command"],
  folder: vscode.WorkspaceFolder,
  definition: Definition = { type: TYPE, command },
): vscode.Task {
  const project = definition.project ?? folder.uri.fsPath;
  const run = command === "sync" ? syncTask : checkTask;
  const execution = new vscode.CustomExecution(() =>
    Promise.resolve(terminal((print) => run(context, project, print))),
  );
  const matchers = ["$lockstep-uv"];
  return new vscode.Task(definition, folder, command, TYPE, execution, matchers);
}

async function syncTask(context: Context, project: string, print: Print): Promise<number> {
  const outcome = await sync(context, "lockstep.sync", { project });
  (outcome === undefined ? [] : outcomeLines(outcome)).forEach(print);
  return statusOf(outcome);
}

async function checkTask(context: Context, project: string, print: Print): Promise<number> {
  await check(context, { project });
  const report = await chosenProject(context, { project });
  (report === undefined ? [] : checkLines(report)).forEach(print);
  return report?.in_step === true ? 0 : 1;
}

/** A pseudoterminal that shows the lines a function prints and exits with its result. */
function terminal(run: (print: Print) => Promise<number>): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: () => {
      void run((line) => {
        written.fire(`${line}\r\n`);
      }).then((status) => {
        closed.fire(status);
      });
    },
    close: () => undefined,
  };
}
