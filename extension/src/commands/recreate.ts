// The command "Recreate Environment…".

import * as vscode from "vscode";
import type { Context } from "../context";
import type { Pythons } from "../protocol";
import { guarded } from "./guarded";
import { pythonItems, recreateQuestion } from "./pythons";
import { change } from "./sync";
import { chosenProject } from "./target";

/** Replace an environment by a new one with the Python that the user picks. */
export async function recreate(context: Context, argument: unknown): Promise<void> {
  const report = await chosenProject(context, argument);
  if (report === undefined) {
    return;
  }
  const { project } = report;
  const asked = guarded(
    async () => (await context.ask("lockstep.pythons", { project })) as Pythons,
  );
  const items = asked.then((it) => [...pythonItems(it?.pythons ?? [])]);
  const chosen = await vscode.window.showQuickPick(items, {
    ...recreateQuestion(report),
    ...{ matchOnDescription: true, matchOnDetail: true },
  });
  if (chosen !== undefined) {
    await change(context, "lockstep.recreate", report, { python: chosen.python });
  }
}
