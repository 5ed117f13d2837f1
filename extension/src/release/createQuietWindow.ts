// Letting go in VS Code: the settings, the question, the commands.

import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import type { Blocked, Holders } from "../protocol";
import { SECTION } from "../settings";
import { type Parts, QuietWindow, releaseQuestion, type Strategy } from "./quietWindow";
import { Registry } from "./registry";
import { plainLine } from "../view/plain";

const LOOK_AGAIN_MS = 500;
const LET_GO = "Let Go";

export function createQuietWindow(parts: Parts): QuietWindow {
  const { log, store } = parts;
  const note = (line: string) => {
    log.warn(plainLine(line));
  };
  const settings = () => vscode.workspace.getConfiguration(SECTION);
  return new QuietWindow(
    {
      strategy: () => settings().get<Strategy>("release.strategy", "ask"),
      commands: () => settings().get<readonly string[]>("release.extraCommands", []),
      ask,
      run: (command) => Promise.resolve(vscode.commands.executeCommand(command)),
      isHeld: (blocked) => isHeld(parts, blocked),
      pause: () => setTimeout(LOOK_AGAIN_MS),
      environmentOf: (project) =>
        store.known.projects.find((it) => it.project === project)?.environment ?? project,
      note,
    },
    new Registry(note),
  );
}

async function ask(blocked: Blocked): Promise<boolean> {
  const detail = blocked.holders.map((it) => it.command).join("\n");
  const options = { modal: true, detail: `${detail}\n\nWhat was not saved there may be lost.` };
  const text = releaseQuestion(blocked);
  return (await vscode.window.showWarningMessage(text, options, LET_GO)) === LET_GO;
}

async function isHeld(parts: Parts, { project, paths }: Blocked): Promise<boolean> {
  const found = (await parts.ask("lockstep.holders", { project, paths })) as Holders;
  return found.holders.length + found.unseen.length > 0;
}
