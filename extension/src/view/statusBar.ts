// The status bar item.

import * as vscode from "vscode";
import type { Store } from "../state";
import { labelOf, type Mood, summarize } from "./summary";

const BACKGROUNDS: Readonly<Partial<Record<Mood, string>>> = {
  error: "statusBarItem.errorBackground",
};

export function showStatusBar(store: Store): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("lockstep.status", vscode.StatusBarAlignment.Left);
  item.name = "Lockstep";
  item.show();
  const subscription = store.subscribe((known) => {
    const summary = summarize(known);
    const background = BACKGROUNDS[summary.mood];
    item.text = labelOf(summary);
    item.command = summary.command;
    item.tooltip = withCommands(summary.tooltip);
    item.accessibilityInformation = { label: summary.text };
    item.backgroundColor =
      background === undefined ? undefined : new vscode.ThemeColor(background);
  });
  return vscode.Disposable.from(subscription, item);
}

/** Markdown with links that may run these commands; text from files is escaped already. */
function withCommands(markdown: string): vscode.MarkdownString {
  const found = new vscode.MarkdownString(markdown, true);
  found.isTrusted = {
    enabledCommands: [
      ...["lockstep.check", "lockstep.sync", "lockstep.showLogs", "lockstep.restart"],
      "lockstep.choosePython",
    ],
  };
  return found;
}
