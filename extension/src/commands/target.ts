// Chooses the project that a command applies to.

import * as vscode from "vscode";
import type { Context } from "../context";
import type { Report } from "../protocol";
import { projectOf } from "../state";
import { projectItem } from "../view/words";
import { projectIn } from "./argument";

/** The project of the argument, else of the active editor, else the one that the user picks. */
export async function chosenProject(
  { store }: Context,
  argument: unknown,
): Promise<Report | undefined> {
  const { projects } = store.known;
  const named = projectIn(argument);
  const active = vscode.window.activeTextEditor?.document.uri.fsPath;
  const found = projectOf(projects, named ?? active ?? "");
  if (found !== undefined || projects.length === 1) {
    return found ?? projects[0];
  }
  return pick(projects);
}

async function pick(projects: readonly Report[]): Promise<Report | undefined> {
  if (projects.length === 0) {
    void vscode.window.showWarningMessage(
      "Lockstep found no project with a pyproject.toml in this workspace.",
    );
    return undefined;
  }
  const items = projects.map(projectItem);
  const placeHolder = "Select a project";
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.report;
}
