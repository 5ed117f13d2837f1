// The commands that check or change an environment.

import * as vscode from "vscode";
import type { Context } from "../context";
import type { Outcome, Report, ServerCommand } from "../protocol";
import { readSettings } from "../settings";
import { isAutomatic } from "./argument";
import { guarded } from "./guarded";
import { nextCommand, noticeOf, outcomeOf, titleOf, wouldReplace } from "./outcome";
import { withProgress } from "./progress";
import { chosenProject } from "./target";
import { plainLine } from "../view/plain";

const QUIET_MS = 8_000;
const SHOW_LOG = "Show Log";
const REPLACE = "Replace Environment";

/** Check the project that the argument names, or all projects without an argument. */
export async function check(context: Context, argument: unknown): Promise<void> {
  const project = argument === undefined ? "" : (await chosenProject(context, argument))?.project;
  await guarded(() => context.run("lockstep.check", { project: project ?? "" }));
}

/** Run a sync command on the chosen project. Returns undefined if no outcome is known. */
export async function sync(
  context: Context,
  command: ServerCommand,
  argument: unknown,
): Promise<Outcome | undefined> {
  const report = await chosenProject(context, argument);
  const asks = !isAutomatic(argument);
  return report && change(context, command, report, {}, asks);
}

/**
 * Run a command that changes a project, and show its outcome.
 *
 * `more` holds further arguments of the command. With `asks`, the user may confirm that uv replaces
 * the environment; the command then runs a second time.
 */
export async function change(
  context: Context,
  command: ServerCommand,
  report: Report,
  more: object,
  asks = true,
): Promise<Outcome | undefined> {
  await saveManifest(report);
  const title = titleOf(command, report);
  const outcome = await withProgress(context, title, (onProgress, cancel) =>
    guarded(async () =>
      outcomeOf(
        await context.run(command, { project: report.project, ...more }, onProgress, cancel),
      ),
    ),
  );
  if (outcome !== undefined && asks && wouldReplace(outcome)) {
    const agreed = await agreesToReplace(outcome);
    return agreed ? change(context, command, report, { ...more, replace: true }) : outcome;
  }
  if (outcome !== undefined) {
    context.store.setHolders(report.project, outcome.holders);
    showOutcome(context, outcome, nextCommand(outcome, report, command), report);
  }
  return outcome;
}

/** Ask before uv replaces an environment that the last check would have kept. */
async function agreesToReplace({ message }: Outcome): Promise<boolean> {
  const options = { modal: true, detail: "Nothing has been changed yet." };
  const chosen = await vscode.window.showWarningMessage(message, options, REPLACE);
  return chosen === REPLACE;
}

/** Save manifest and lockfile, because the server refuses to sync unsaved text. */
async function saveManifest(report: Report): Promise<void> {
  const paths = [report.manifest, report.lockfile];
  const dirty = vscode.workspace.textDocuments.filter(
    (it) => it.isDirty && paths.includes(it.uri.fsPath),
  );
  await Promise.all(dirty.map((it) => it.save()));
}

/** Show an outcome, with a button for the next command if there is one. */
function showOutcome(
  { log }: Context,
  outcome: Outcome,
  next: ReturnType<typeof nextCommand>,
  { project }: Report,
): void {
  const { level, text } = noticeOf(outcome);
  [text, outcome.installer.message].filter(Boolean).forEach((it) => {
    log.info(plainLine(it));
  });
  if (level === "quiet") {
    void vscode.window.setStatusBarMessage(text, QUIET_MS);
    return;
  }
  if (readSettings().notifications === "off") {
    return;
  }
  const { showErrorMessage, showWarningMessage } = vscode.window;
  const show = level === "error" ? showErrorMessage : showWarningMessage;
  const buttons = next === undefined ? [SHOW_LOG] : [next.title, SHOW_LOG];
  // Not awaited: the command has ended, whatever the user does with the notification.
  void show(text, ...buttons).then((chosen) => {
    if (chosen === SHOW_LOG) {
      log.show();
    } else if (chosen !== undefined && next !== undefined) {
      void vscode.commands.executeCommand(next.command, { project });
    }
  });
}
