// Reads the argument of a command: a row of the view, an object of a link or code action, or a path.

import type { Holder } from "../protocol";

/** The path of the project, or undefined if the argument names none. */
export function projectIn(argument: unknown): string | undefined {
  return typeof argument === "string" ? argument : textIn(argument, "project");
}

/** The name of the package, or undefined if the argument names none. */
export function packageIn(argument: unknown): string | undefined {
  return textIn(argument, "package");
}

/** The holder of a row, or undefined if the argument is no such row. */
export function holderIn(argument: unknown): Holder | undefined {
  const named = typeof argument === "object" && argument !== null && "holder" in argument;
  return named ? (argument.holder as Holder | undefined) : undefined;
}

/** Whether the extension itself runs the command after a change of the manifest. */
export function isAutomatic(argument: unknown): boolean {
  const named = typeof argument === "object" && argument !== null && "automatic" in argument;
  return named && argument.automatic === true;
}

function textIn(argument: unknown, key: string): string | undefined {
  const table = typeof argument === "object" ? (argument as Record<string, unknown> | null) : null;
  const found = table?.[key];
  return typeof found === "string" ? found : undefined;
}
