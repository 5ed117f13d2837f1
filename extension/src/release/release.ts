// Letting go in VS Code: the settings, the question, the commands.

import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import type { Context } from "../context";
import type { Holders, Stuck } from "../protocol";
import { SECTION } from "../settings";
import { LettingGo, releaseQuestion, type Strategy } from "./letGo";
import { Registry } from "./registry";

const LOOK_AGAIN_MS = 500;
const LET_GO = "Let Go";

export function lettingGo(context: Context): LettingGo {
  const { log, store } = context;
  const note = (line: string) => {
    log.warn(line);
  };
  const settings = () => vscode.workspace.getConfiguration(SECTION);
  return new LettingGo(
    {
      strategy: () => settings().get<Strategy>("release.strategy", "ask"),
      commands: () => settings().get<readonly string[]>("release.extraCommands", []),
      ask,
      run: (command) => Promise.resolve(vscode.commands.executeCommand(command)),
      isHeld: (stuck) => isHeld(context, stuck),
      pause: () => setTimeout(LOOK_AGAIN_MS),
      environmentOf: (project) =>
        store.known.projects.find((it) => it.project === project)?.environment ?? project,
      note,
    },
    new Registry(note),
  );
}

async function ask(stuck: Stuck): Promise<boolean> {
  const detail = stuck.holders.map((it) => it.command).join("\n");
  const options = { modal: true, detail: `${detail}\n\nWhat was not saved there may be lost.` };
  const text = releaseQuestion(stuck);
  return (await vscode.window.showWarningMessage(text, options, LET_GO)) === LET_GO;
}

async function isHeld(context: Context, { project, paths }: Stuck): Promise<boolean> {
  const found = (await context.ask("lockstep.holders", { project, paths })) as Holders;
  return found.holders.length + found.unseen.length > 0;
}
