// What a command is given: a row of the view, the argument of a link or of a code action, a path.

import type { Holder } from "../protocol";

/** The project that is meant; undefined where none is named. */
export function projectIn(argument: unknown): string | undefined {
  return typeof argument === "string" ? argument : textIn(argument, "project");
}

/** The package that is meant. */
export function packageIn(argument: unknown): string | undefined {
  return textIn(argument, "package");
}

/** The holder that is meant; undefined where none is named. */
export function holderIn(argument: unknown): Holder | undefined {
  const named = typeof argument === "object" && argument !== null && "holder" in argument;
  return named ? (argument.holder as Holder | undefined) : undefined;
}

/** Whether a command was run by the extension itself, for a change of the manifest. */
export function isAutomatic(argument: unknown): boolean {
  const named = typeof argument === "object" && argument !== null && "automatic" in argument;
  return named && argument.automatic === true;
}

function textIn(argument: unknown, key: string): string | undefined {
  const table = typeof argument === "object" ? (argument as Record<string, unknown> | null) : null;
  const found = table?.[key];
  return typeof found === "string" ? found : undefined;
}
