// The settings that the extension itself reads, but for `release.*` (release/createQuietWindow.ts).
// The server requests the others.

import * as vscode from "vscode";
import type { OnManifestChange } from "./follow/decide";
import { changedValues } from "./view/changedValues";

export const SECTION = "lockstep";

export interface Settings {
  readonly interpreter: string;
  readonly onManifestChange: OnManifestChange;
  readonly notifications: "all" | "problems" | "off";
}

/** The settings that apply to a file or folder of the workspace. */
export function readSettings(scope?: vscode.Uri): Settings {
  const found = vscode.workspace.getConfiguration(SECTION, scope);
  return {
    interpreter: found.get("interpreter", "").trim(),
    onManifestChange: found.get<OnManifestChange>("onManifestChange", "prompt"),
    notifications: found.get<Settings["notifications"]>("notifications", "all"),
  };
}

/** The settings that differ from their defaults, for the bug report. */
export function changedSettings(): Readonly<Record<string, unknown>> {
  const section = vscode.workspace.getConfiguration(SECTION);
  return changedValues((name) => section.inspect(name) ?? {});
}
