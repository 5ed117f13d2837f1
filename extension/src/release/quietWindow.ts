// The quiet window: the time between releasing the files that a sync could not move and resuming
// the programs that held them, after the sync.

import type { Blocked, ServerQuestion } from "../protocol";
import type { Store } from "../state";
import type { Registry } from "./registry";

/** The parts of the extension's context that the quiet window uses. */
export interface Parts {
  readonly log: { warn(line: string): void };
  readonly store: Store;
  readonly ask: (question: ServerQuestion, argument: object) => Promise<unknown>;
}

export type Strategy = "ask" | "quiet" | "never";

export interface Ports {
  readonly strategy: () => Strategy;
  /** The commands of the setting `lockstep.release.extraCommands`. */
  readonly commands: () => readonly string[];
  /** Ask the user for consent, because unsaved work could be lost. */
  readonly ask: (blocked: Blocked) => Promise<boolean>;
  readonly run: (command: string) => Promise<unknown>;
  readonly isHeld: (blocked: Blocked) => Promise<boolean>;
  readonly pause: () => Promise<void>;
  readonly environmentOf: (project: string) => string;
  readonly log: (line: string) => void;
}

/** How often the files are checked before the release counts as failed. */
const MAX_CHECKS = 20;

export class QuietWindow {
  constructor(
    readonly ports: Ports,
    readonly registry: Registry,
  ) {}

  /** Whether an extension is registered or a command is configured. */
  get canRelease(): boolean {
    return this.registry.size + this.ports.commands().length > 0;
  }

  /** Release blocked files as the strategy says. Returns whether all of them are free. */
  async release(blocked: Blocked): Promise<boolean> {
    const strategy = this.ports.strategy();
    if (strategy === "never" || !this.canRelease) {
      return false;
    }
    if (strategy === "ask" && !(await this.ports.ask(blocked))) {
      return false;
    }
    await this.releaseAll(blocked.project);
    return this.#untilFree(blocked);
  }

  /** Call all registered extensions and run all configured commands, without asking. */
  async releaseAll(project: string): Promise<void> {
    await this.registry.release(this.ports.environmentOf(project));
    for (const command of this.ports.commands()) {
      await this.#run(command);
    }
  }

  resume(): Promise<void> {
    return this.registry.resume();
  }

  async #run(command: string): Promise<void> {
    try {
      await this.ports.run(command);
    } catch (failure) {
      this.ports.log(`${command}: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
  }

  /** A command may return before the process has ended, so the files are checked repeatedly. */
  async #untilFree(blocked: Blocked): Promise<boolean> {
    for (let check = 0; check < MAX_CHECKS; check += 1) {
      if (!(await this.ports.isHeld(blocked))) {
        return true;
      }
      await this.ports.pause();
    }
    return false;
  }
}

/** The message of the command if no extension and no command can release files. */
export const NOTHING_TO_RELEASE =
  "No other extension can release files: none has registered with Lockstep, " +
  "and the setting `lockstep.release.extraCommands` is empty.";

/** The question before files are released. */
export function releaseQuestion({ paths, holders }: Blocked): string {
  const name = (paths[0] ?? "").split(/[/\\]/).pop() ?? "";
  const [first] = holders;
  const holder = first === undefined ? "A program" : `${first.name} (pid ${first.pid})`;
  return `${holder} holds ${name}, which cannot be moved. Release it and continue the sync?`;
}
