// The command "Show Programs That Hold Files", and the actions for each of them.

import * as vscode from "vscode";
import type { Context } from "../context";
import type { EndedHolder, Holder, Holders, Report } from "../protocol";
import { endQuestion, holderDetails, holderItems, holderName, useOf } from "../view/holders";
import { nameOf } from "../view/words";
import { holderIn } from "./argument";
import { guarded } from "./guarded";
import { chosenProject } from "./target";

type Action = () => Promise<void>;

/** Let the user pick a holder, unless the argument names one, and then an action for it. */
export async function showHolders(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  if (report === undefined) {
    return;
  }
  const holder = holderIn(argument) ?? (await chosenHolder(context, report));
  if (holder !== undefined) {
    await runAction(context, report, holder);
  }
}

async function chosenHolder(context: Context, report: Report): Promise<Holder | undefined> {
  const found = await search(context, report);
  if (found === undefined) {
    return undefined;
  }
  if (found.holders.length + found.unseen.length === 0) {
    const text = `No program holds files in the environment of ${nameOf(report.project)}.`;
    void vscode.window.showInformationMessage(text);
    return undefined;
  }
  const items = holderItems(found);
  const options = {
    title: `Programs that hold files in the environment of ${nameOf(report.project)}`,
    placeHolder: "Select a program to see what you can do",
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.holder;
}

/** Query the holders, and store them so that the view shows them too. */
async function search(context: Context, report: Report): Promise<Holders | undefined> {
  const { project } = report;
  const options = {
    location: vscode.ProgressLocation.Window,
    title: `Searching for programs that hold files of ${nameOf(project)}`,
  };
  const found = await vscode.window.withProgress(options, () =>
    guarded(async () => (await context.ask("lockstep.holders", { project })) as Holders),
  );
  if (found !== undefined) {
    context.store.setHolders(project, found.holders);
  }
  return found;
}

async function runAction(context: Context, report: Report, holder: Holder): Promise<void> {
  const actions = await actionsFor(context, report, holder);
  const items = [...actions].map(([label, run]) => ({ label, run }));
  const title = `${holderName(holder)} ${useOf(holder, report.environment)}`;
  await (await vscode.window.showQuickPick(items, { title }))?.run();
}

/** The available actions by their labels. */
async function actionsFor(
  context: Context,
  report: Report,
  holder: Holder,
): Promise<ReadonlyMap<string, Action>> {
  const actions = new Map<string, Action>();
  // An extension's command is registered only while the extension is active.
  if ((await vscode.commands.getCommands(true)).includes(holder.lever)) {
    actions.set(`$(debug-restart) Restart program (${holder.lever})`, async () => {
      await guarded(() => Promise.resolve(vscode.commands.executeCommand(holder.lever)));
    });
  }
  const [file] = holder.files;
  if (file !== undefined) {
    actions.set("$(go-to-file) Show file in Explorer", async () => {
      await vscode.commands.executeCommand("revealInExplorer", vscode.Uri.file(file));
    });
  }
  if (vscode.workspace.isTrusted) {
    actions.set("$(debug-stop) End program…", () => end(context, report, holder));
  }
  actions.set("$(copy) Copy details", async () => {
    await vscode.env.clipboard.writeText(holderDetails(holder));
  });
  return actions;
}

const END = "End Program";
const SYNC = "Sync";

/** End a process after a confirmation that names exactly this process. */
async function end(context: Context, { project }: Report, holder: Holder): Promise<void> {
  const { text, detail } = endQuestion(holder);
  if ((await vscode.window.showWarningMessage(text, { modal: true, detail }, END)) !== END) {
    return;
  }
  const { pid, started } = holder;
  const argument = { project, pid, started };
  const ended = await guarded(
    async () => (await context.ask("lockstep.endHolder", argument)) as EndedHolder,
  );
  if (ended?.ended === false) {
    void vscode.window.showWarningMessage(ended.message);
  } else if (ended !== undefined) {
    context.store.removeHolder(project, pid);
    const next = await vscode.window.showInformationMessage(ended.message, SYNC);
    if (next === SYNC) {
      await vscode.commands.executeCommand("lockstep.sync", { project });
    }
  }
}
