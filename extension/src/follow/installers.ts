// Tracks the installers that a user starts in terminals.

import { startsInstaller } from "./decide";
import { heldFileIn, OutputTail } from "./heldFile";

/** The result of an installer. */
export interface Ended {
  /** The held file; undefined if the installer succeeded or failed for another reason. */
  readonly held: string | undefined;
}

/** The running installers, keyed by the terminal's execution object. */
export class Installers<Execution> {
  readonly #running = new Map<Execution, OutputTail>();

  /** A command line was started. Returns where to append its output, if it is an installer. */
  started(execution: Execution, line: string): OutputTail | undefined {
    if (!startsInstaller(line)) {
      return undefined;
    }
    const tail = new OutputTail();
    this.#running.set(execution, tail);
    return tail;
  }

  /** A command line has ended. Returns undefined if it was not an installer. */
  ended(execution: Execution, exitCode: number | undefined): Ended | undefined {
    const tail = this.#running.get(execution);
    this.#running.delete(execution);
    if (tail === undefined) {
      return undefined;
    }
    return { held: exitCode === 0 ? undefined : heldFileIn(tail.text) };
  }
}

/** The notification after an installer failed because of a held file. */
export function offerOf(held: string): string {
  const name = held.split(/[/\\]/).pop() ?? held;
  return `A program holds ${name}, so the installer could not remove it.`;
}
