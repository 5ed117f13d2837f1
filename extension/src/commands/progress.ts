// Visible progress that can be cancelled, in a notification and in the status bar.

import * as vscode from "vscode";
import type { Tell } from "../connection";
import type { Context } from "../context";
import { workLine } from "./outcome";

export type Work<T> = (tell: Tell, cancel: vscode.CancellationToken) => Promise<T>;

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
