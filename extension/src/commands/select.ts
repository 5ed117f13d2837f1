// The command "Select Extras, Groups and Members…".

import * as vscode from "vscode";
import type { Context } from "../context";
import type { Report, Selection } from "../protocol";
import { SECTION } from "../settings";
import { nameOf } from "../view/words";
import { type Choice, choicesOf, grouped, selectionOf } from "./choices";
import { chosenProject } from "./target";

type Item = vscode.QuickPickItem & { readonly choice?: Choice };

/** Let the user pick what to install, and write the choice to the settings. */
export async function select(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  const choices = report === undefined ? [] : choicesOf(report);
  if (report === undefined) {
    return;
  }
  if (choices.length === 0) {
    const name = nameOf(report.project);
    void vscode.window.showInformationMessage(`${name} has no extras, groups or members to select.`);
    return;
  }
  const picked = await pick(report, choices);
  if (picked !== undefined) {
    await write(report, selectionOf(report, picked));
  }
}

async function pick(
  report: Report,
  choices: readonly Choice[],
): Promise<readonly Choice[] | undefined> {
  const found = await vscode.window.showQuickPick(itemsOf(choices), {
    canPickMany: true,
    title: `Select what to install in the environment of ${nameOf(report.project)}`,
    placeHolder: "Extras, dependency groups and workspace members",
  });
  return found?.flatMap(({ choice }) => (choice === undefined ? [] : [choice]));
}

function itemsOf(choices: readonly Choice[]): Item[] {
  return grouped(choices).flatMap(([heading, members]) => [
    { label: heading, kind: vscode.QuickPickItemKind.Separator },
    ...members.map((choice) => ({
      ...{ label: choice.name, picked: choice.picked, description: choice.note },
      choice,
    })),
  ]);
}

/** Write to the folder's settings in a multi-root workspace, else to the workspace settings. */
async function write(report: Report, selection: Selection): Promise<void> {
  const uri = vscode.Uri.file(report.project);
  const isMultiRoot = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const { WorkspaceFolder, Workspace } = vscode.ConfigurationTarget;
  const isDefault = Object.keys(selection).length === 0;
  await vscode.workspace
    .getConfiguration(SECTION, uri)
    .update(
      "selection",
      isDefault ? undefined : selection,
      isMultiRoot ? WorkspaceFolder : Workspace,
    );
}
