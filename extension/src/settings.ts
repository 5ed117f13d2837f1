// The settings that the client itself reads; the rest is asked for by the server.

import * as vscode from "vscode";
import type { OnManifestChange } from "./follow/decide";
import { chosenOf } from "./view/chosen";

export const SECTION = "lockstep";

export interface Settings {
  readonly interpreter: string;
  readonly onManifestChange: OnManifestChange;
  readonly notifications: "all" | "problems" | "off";
}

/** The settings for a place in the workspace. */
export function readSettings(scope?: vscode.Uri): Settings {
  const found = vscode.workspace.getConfiguration(SECTION, scope);
  return {
    interpreter: found.get("interpreter", "").trim(),
    onManifestChange: found.get<OnManifestChange>("onManifestChange", "prompt"),
    notifications: found.get<Settings["notifications"]>("notifications", "all"),
  };
}

/** Those that a user has set, for the report. */
export function changedSettings(): Readonly<Record<string, unknown>> {
  const section = vscode.workspace.getConfiguration(SECTION);
  return chosenOf((name) => section.inspect(name) ?? {});
}
