// Cancellable progress in a notification and in the status bar.

import * as vscode from "vscode";
import type { OnProgress } from "../connection";
import type { Context } from "../context";
import { workLine } from "./outcome";

export type Work<T> = (onProgress: OnProgress, cancel: vscode.CancellationToken) => Promise<T>;

/** Run a function while its title and progress messages are shown. */
export async function withProgress<T>(
  { store }: Context,
  title: string,
  work: Work<T>,
): Promise<T> {
  store.update({ work: title });
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    return await vscode.window.withProgress(options, (progress, cancel) =>
      work((message) => {
        progress.report({ message });
        store.update({ work: workLine(title, message) });
      }, cancel),
    );
  } finally {
    store.update({ work: "" });
  }
}
