// The language status item of manifests and lockfiles, shown by the `{}` in the status bar.

import * as vscode from "vscode";
import type { Store } from "../state";
import { type Mood, summarize } from "./summary";

const SEVERITIES: Readonly<Partial<Record<Mood, vscode.LanguageStatusSeverity>>> = {
  error: vscode.LanguageStatusSeverity.Error,
  drifted: vscode.LanguageStatusSeverity.Warning,
};

export function showLanguageStatus(store: Store): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("lockstep.status", {
    pattern: "**/{pyproject.toml,uv.lock}",
  });
  item.name = "Lockstep";
  const subscription = store.subscribe((known) => {
    const summary = summarize(known);
    item.text = summary.text;
    item.busy = summary.mood === "busy";
    item.severity = SEVERITIES[summary.mood] ?? vscode.LanguageStatusSeverity.Information;
    item.command =
      summary.mood === "drifted" && known.trusted
        ? { title: "Sync", command: "lockstep.sync" }
        : { title: "Show Log", command: "lockstep.showLogs" };
  });
  return vscode.Disposable.from(subscription, item);
}
