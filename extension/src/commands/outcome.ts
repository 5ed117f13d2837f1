// How the end of a sync is told.

import { propose } from "../follow/decide";
import type { Outcome, Report, ServerCommand } from "../protocol";
import { nameOf } from "../view/words";

export interface Notice {
  readonly level: "quiet" | "warning" | "error";
  readonly text: string;
}

const WORDS: Readonly<Record<ServerCommand, string>> = {
  "lockstep.check": "Checking",
  "lockstep.sync": "Syncing",
  "lockstep.lockAndSync": "Locking and syncing",
  "lockstep.addDependency": "Adding to",
  "lockstep.removeDependency": "Removing from",
  "lockstep.repair": "Repairing",
  "lockstep.recreate": "Making anew the environment of",
  "lockstep.free": "Freeing",
  "lockstep.sweep": "Sweeping",
  "lockstep.delete": "Deleting the environment of",
};

/** What is being done, for those who watch. */
export function titleOf(command: ServerCommand, { project }: Report): string {
  return `${WORDS[command]} ${nameOf(project)}`;
}

/** Good news pass by in the status bar; what did not work stays until it was read. */
export function noticeOf(outcome: Outcome): Notice {
  const hint = outcome.error?.hint ?? "";
  const text = [outcome.message, hint, ...outcome.warnings].filter(Boolean).join(". ");
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

/** What is being done at this moment, short enough for the status bar. */
export function workLine(title: string, message: string): string {
  const line = message === "" ? title : `${title}: ${message}`;
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}

const LONGEST_LINE = 60;

export interface Next {
  readonly title: string;
  readonly command: ServerCommand | "lockstep.showHolders";
}

/** What a user would want next: the holders where one is in the way, the lockfile where it does
 *  not fit. */
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

/** Whether uv would replace an environment that the check before kept, and wants a yes first. */
export function wouldReplace(outcome: Outcome): boolean {
  return outcome.error?.code === "would-replace";
}

/** An answer of the server that may be of another version; undefined where it is no outcome. */
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
