// Progress titles and notifications for commands that change an environment.

import { propose } from "../follow/decide";
import type { Outcome, Report, ServerCommand } from "../protocol";
import { nameOf } from "../view/words";

export interface Notice {
  readonly level: "quiet" | "warning" | "error";
  readonly text: string;
}

const TITLES: Readonly<Record<ServerCommand, string>> = {
  "lockstep.check": "Checking",
  "lockstep.sync": "Syncing",
  "lockstep.lockAndSync": "Locking and syncing",
  "lockstep.addDependency": "Adding to",
  "lockstep.removeDependency": "Removing from",
  "lockstep.repair": "Repairing",
  "lockstep.recreate": "Recreating the environment of",
  "lockstep.free": "Freeing held files of",
  "lockstep.sweep": "Deleting set-aside files of",
  "lockstep.delete": "Deleting the environment of",
};

/** The progress title of a command, such as `Syncing demo`. */
export function titleOf(command: ServerCommand, { project }: Report): string {
  return `${TITLES[command]} ${nameOf(project)}`;
}

/** The text of an outcome. Level `quiet` is for the status bar, the others for notifications. */
export function noticeOf(outcome: Outcome): Notice {
  const hint = outcome.error?.hint ?? "";
  // Only the hint is a sentence of its own: the others may begin with the name of a package.
  const sentence = `${hint.charAt(0).toUpperCase()}${hint.slice(1)}`;
  const text = [outcome.message, sentence, ...outcome.warnings].filter(Boolean).join(". ");
  switch (outcome.outcome) {
    case "done":
    case "nothing":
      return { level: outcome.warnings.length > 0 ? "warning" : "quiet", text };
    case "cancelled":
    case "restored":
    case "refused":
      return { level: "warning", text };
    case "failed":
      return { level: "error", text };
  }
}

/** The title and the latest progress message, shortened for the status bar. */
export function workLine(title: string, message: string): string {
  const line = message === "" ? title : `${title}: ${message}`;
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}

const LONGEST_LINE = 60;

export interface Next {
  readonly title: string;
  readonly command: ServerCommand | "lockstep.showHolders";
}

/**
 * The follow-up command that a notification offers: show the holders of blocked files, confirm a
 * replacement, or lock first. Undefined if none applies.
 */
export function nextCommand(
  outcome: Outcome,
  report: Report,
  command: ServerCommand,
): Next | undefined {
  if (outcome.outcome === "refused" && outcome.blocked.length > 0) {
    return { title: "Show Holders", command: "lockstep.showHolders" };
  }
  if (wouldReplace(outcome)) {
    return { title: "Sync…", command };
  }
  const proposed = outcome.outcome === "refused" ? propose(report)?.command : undefined;
  return proposed === "lockstep.lockAndSync" && proposed !== command
    ? { title: "Lock and Sync", command: proposed }
    : undefined;
}

/** Whether the command needs a confirmation because uv would replace the environment. */
export function wouldReplace(outcome: Outcome): boolean {
  return outcome.error?.code === "would-replace";
}

/** Read an outcome, with defaults for fields that another server version does not send. */
export function outcomeOf(answer: unknown): Outcome | undefined {
  if (typeof answer !== "object" || answer === null || !("outcome" in answer)) {
    return undefined;
  }
  const outcome = answer as Partial<Outcome> & Pick<Outcome, "outcome">;
  return {
    ...{ changes: [], warnings: [], blocked: [], holders: [], error: null },
    message: outcome.outcome,
    installer: { command: [], exit: null, message: "" },
    ...outcome,
  };
}
