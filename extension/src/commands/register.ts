// Registers the commands that package.json declares.

import * as vscode from "vscode";
import type { Context } from "../context";
import { addDependency, removeDependency } from "./dependencies";
import { choosePython } from "./python";
import { showHolders } from "./holders";
import { copyReport } from "./report";
import { recreate } from "./recreate";
import { release } from "./release";
import { select } from "./select";
import { check, sync } from "./sync";
import { verify } from "./verify";

type Command = (argument?: unknown) => unknown;

export function registerCommands(context: Context): vscode.Disposable {
  const commands: Readonly<Record<string, Command>> = {
    check: (argument) => check(context, argument),
    sync: (argument) => sync(context, "lockstep.sync", argument),
    lockAndSync: (argument) => sync(context, "lockstep.lockAndSync", argument),
    repair: (argument) => sync(context, "lockstep.repair", argument),
    free: (argument) => sync(context, "lockstep.free", argument),
    sweep: (argument) => sync(context, "lockstep.sweep", argument),
    verify: (argument) => verify(context, argument),
    showHolders: (argument) => showHolders(context, argument),
    release: (argument) => release(context, argument),
    resume: () => context.quietWindow.resume(),
    recreate: (argument) => recreate(context, argument),
    addDependency: (argument) => addDependency(context, argument),
    removeDependency: (argument) => removeDependency(context, argument),
    select: (argument) => select(context, argument),
    choosePython,
    restart: () => context.supervisor.restart(),
    showLogs: () => {
      context.log.show();
    },
    report: () => copyReport(context),
  };
  const registered = Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`lockstep.${name}`, run),
  );
  return vscode.Disposable.from(...registered);
}
