// Creates the quiet window with VS Code's settings, dialogs and commands.

import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import type { Blocked, Holders } from "../protocol";
import { SECTION } from "../settings";
import { type Parts, QuietWindow, releaseQuestion, type Strategy } from "./quietWindow";
import { Registry } from "./registry";
import { plainLine } from "../view/plain";

const POLL_MS = 500;
const RELEASE = "Release";

export function createQuietWindow(parts: Parts): QuietWindow {
  const { log: channel, store } = parts;
  const log = (line: string) => {
    channel.warn(plainLine(line));
  };
  const settings = () => vscode.workspace.getConfiguration(SECTION);
  return new QuietWindow(
    {
      strategy: () => settings().get<Strategy>("release.strategy", "ask"),
      commands: () => settings().get<readonly string[]>("release.extraCommands", []),
      ask,
      run: (command) => Promise.resolve(vscode.commands.executeCommand(command)),
      isHeld: (blocked) => isHeld(parts, blocked),
      pause: () => setTimeout(POLL_MS),
      environmentOf: (project) =>
        store.known.projects.find((it) => it.project === project)?.environment ?? project,
      log,
    },
    new Registry(log),
  );
}

async function ask(blocked: Blocked): Promise<boolean> {
  const detail = blocked.holders.map((it) => it.command).join("\n");
  const options = { modal: true, detail: `${detail}\n\nUnsaved work may be lost.` };
  const text = releaseQuestion(blocked);
  return (await vscode.window.showWarningMessage(text, options, RELEASE)) === RELEASE;
}

async function isHeld(parts: Parts, { project, paths }: Blocked): Promise<boolean> {
  const found = (await parts.ask("lockstep.holders", { project, paths })) as Holders;
  return found.holders.length + found.unseen.length > 0;
}
