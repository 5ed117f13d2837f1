// Waits until changes have settled, then proposes or starts a sync once per distinct drift.

import type { Known } from "../state";
import { projectOf } from "../state";
import { type OnManifestChange, type Proposal, propose } from "./decide";

/** Runs a function after a delay; returns a function that cancels it. */
export type Later = (run: () => void, milliseconds: number) => () => void;

/** Changes come in bursts, for example from a branch switch or an installer. */
const SETTLES_MS = 1_000;

export interface Actions {
  readonly mode: (project: string) => OnManifestChange;
  readonly ask: (proposal: Proposal) => void;
  readonly sync: (proposal: Proposal) => void;
  readonly later: Later;
}

/** Collects changed files, and decides when the server and all installers are idle. */
export class Follower {
  readonly #actions: Actions;
  readonly #changed = new Set<string>();
  readonly #handled: Set<string>;
  #installers = 0;
  #cancelTimer: (() => void) | undefined;
  #known: Known | undefined;

  /** `handled` are the drifts of an earlier session, for which nothing is proposed again. */
  constructor(actions: Actions, handled: readonly string[] = []) {
    this.#actions = actions;
    this.#handled = new Set(handled);
  }

  /** The drifts for which a question was asked or a sync was started, oldest first. */
  get handled(): readonly string[] {
    return [...this.#handled];
  }

  /** A manifest, lockfile or version file was saved, or changed on disk. */
  fileChanged(path: string): void {
    this.#changed.add(path);
    this.#restartTimer();
  }

  stateChanged(known: Known): void {
    this.#known = known;
    this.#restartTimer();
  }

  /** An installer started or ended in a terminal. Nothing is proposed while one runs. */
  installerChanged(isRunning: boolean): void {
    this.#installers = Math.max(this.#installers + (isRunning ? 1 : -1), 0);
    this.#restartTimer();
  }

  dispose(): void {
    this.#cancelTimer?.();
  }

  #restartTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#changed.size > 0 && this.#isIdle()) {
      this.#cancelTimer = this.#actions.later(() => {
        this.#decide();
      }, SETTLES_MS);
    }
  }

  #isIdle(): boolean {
    const known = this.#known;
    const isAtRest = known?.status?.quiescent === true && known.phase.kind === "running";
    return isAtRest && known.work === "" && this.#installers === 0;
  }

  #decide(): void {
    const projects = this.#known?.projects ?? [];
    const changed = [...this.#changed].map((path) => projectOf(projects, path));
    this.#changed.clear();
    for (const report of new Set(changed)) {
      const proposal = report === undefined ? undefined : propose(report);
      if (proposal !== undefined && !this.#handled.has(proposal.drift)) {
        this.#handle(proposal);
      }
    }
  }

  #handle(proposal: Proposal): void {
    const mode = this.#actions.mode(proposal.project);
    if (mode !== "prompt" && mode !== "sync") {
      return;
    }
    this.#handled.add(proposal.drift);
    (mode === "sync" ? this.#actions.sync : this.#actions.ask)(proposal);
  }
}
