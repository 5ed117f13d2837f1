// Who holds files of an environment, and what can be done about each of them.

import * as vscode from "vscode";
import type { Context } from "../context";
import type { EndedHolder, Holder, Holders, Report } from "../protocol";
import { deedOf, holderDetails, holderItems, holderName, questionTo } from "../view/holders";
import { nameOf } from "../view/words";
import { holderIn } from "./argument";
import { guarded } from "./guarded";
import { chosenProject } from "./target";

type Deed = () => Promise<void>;

/** Ask who holds what; of the one that is chosen, what is to be done. */
export async function showHolders(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  if (report === undefined) {
    return;
  }
  const holder = holderIn(argument) ?? (await chosenHolder(context, report));
  if (holder !== undefined) {
    await act(context, report, holder);
  }
}

async function chosenHolder(context: Context, report: Report): Promise<Holder | undefined> {
  const found = await lookFor(context, report);
  if (found === undefined) {
    return undefined;
  }
  if (found.holders.length + found.unseen.length === 0) {
    const text = `Nothing holds files of the environment of ${nameOf(report.project)}.`;
    void vscode.window.showInformationMessage(text);
    return undefined;
  }
  const items = holderItems(found);
  const options = {
    title: `Who holds files of the environment of ${nameOf(report.project)}`,
    placeHolder: "Choose one to see what can be done",
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.holder;
}

/** Ask the server; the view shows the answer too. */
async function lookFor(context: Context, report: Report): Promise<Holders | undefined> {
  const { project } = report;
  const options = {
    location: vscode.ProgressLocation.Window,
    title: `Looking for holders of ${nameOf(project)}`,
  };
  const found = await vscode.window.withProgress(options, () =>
    guarded(async () => (await context.ask("lockstep.holders", { project })) as Holders),
  );
  if (found !== undefined) {
    context.store.hold(project, found.holders);
  }
  return found;
}

async function act(context: Context, report: Report, holder: Holder): Promise<void> {
  const deeds = await deedsFor(context, report, holder);
  const items = [...deeds].map(([label, run]) => ({ label, run }));
  const title = `${holderName(holder)} ${deedOf(holder, report.environment)}`;
  await (await vscode.window.showQuickPick(items, { title }))?.run();
}

async function deedsFor(
  context: Context,
  report: Report,
  holder: Holder,
): Promise<ReadonlyMap<string, Deed>> {
  const deeds = new Map<string, Deed>();
  // A command is there only while its extension is active.
  if ((await vscode.commands.getCommands(true)).includes(holder.lever)) {
    deeds.set(`$(debug-restart) Restart it (${holder.lever})`, async () => {
      await guarded(() => Promise.resolve(vscode.commands.executeCommand(holder.lever)));
    });
  }
  const [file] = holder.files;
  if (file !== undefined) {
    deeds.set("$(go-to-file) Show the file", async () => {
      await vscode.commands.executeCommand("revealInExplorer", vscode.Uri.file(file));
    });
  }
  if (vscode.workspace.isTrusted) {
    deeds.set("$(debug-stop) End it…", () => end(context, report, holder));
  }
  deeds.set("$(copy) Copy what is known of it", async () => {
    await vscode.env.clipboard.writeText(holderDetails(holder));
  });
  return deeds;
}

const END = "End It";
const SYNC = "Sync";

/** Nobody's program is ended without the user's word for exactly this one. */
async function end(context: Context, { project }: Report, holder: Holder): Promise<void> {
  const { text, detail } = questionTo(holder);
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
