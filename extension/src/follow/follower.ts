// Waits until a change has settled, then says once what is to be done about it.

import type { Known } from "../state";
import { projectOf } from "../state";
import { type OnManifestChange, type Proposal, propose } from "./decide";

/** Runs a function later; gives a way to call it off. */
export type Later = (run: () => void, milliseconds: number) => () => void;

/** Changes come in bursts: a branch switch, or an installer that writes the lockfile first. */
const SETTLES_MS = 1_000;

export interface Wishes {
  readonly mode: (project: string) => OnManifestChange;
  readonly ask: (proposal: Proposal) => void;
  readonly sync: (proposal: Proposal) => void;
  readonly later: Later;
}

/** Follows the changes of manifests and lockfiles. */
export class Follower {
  readonly #wishes: Wishes;
  readonly #changed = new Set<string>();
  readonly #told: Set<string>;
  #installers = 0;
  #callOff: (() => void) | undefined;
  #known: Known | undefined;

  constructor(wishes: Wishes, told: readonly string[] = []) {
    this.#wishes = wishes;
    this.#told = new Set(told);
  }

  /** Drifts about which nobody is asked again. */
  get told(): readonly string[] {
    return [...this.#told];
  }

  /** A manifest, a lockfile or a version file was saved, or changed on the disk. */
  changed(path: string): void {
    this.#changed.add(path);
    this.#settle();
  }

  /** The checks have ended, or anything else that is known has changed. */
  heard(known: Known): void {
    this.#known = known;
    this.#settle();
  }

  /** An installer began (or ended) in a terminal; while one is at work nobody is asked. */
  installer(begins: boolean): void {
    this.#installers = Math.max(this.#installers + (begins ? 1 : -1), 0);
    this.#settle();
  }

  dispose(): void {
    this.#callOff?.();
  }

  #settle(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    if (this.#changed.size > 0 && this.#isQuiet()) {
      this.#callOff = this.#wishes.later(() => {
        this.#decide();
      }, SETTLES_MS);
    }
  }

  #isQuiet(): boolean {
    const known = this.#known;
    const isAtRest = known?.status?.quiescent === true && known.phase.kind === "running";
    return isAtRest && known.work === "" && this.#installers === 0;
  }

  #decide(): void {
    const projects = this.#known?.projects ?? [];
    const concerned = [...this.#changed].map((path) => projectOf(projects, path));
    this.#changed.clear();
    for (const report of new Set(concerned)) {
      const proposal = report === undefined ? undefined : propose(report);
      if (proposal !== undefined && !this.#told.has(proposal.drift)) {
        this.#follow(proposal);
      }
    }
  }

  #follow(proposal: Proposal): void {
    const mode = this.#wishes.mode(proposal.project);
    if (mode !== "prompt" && mode !== "sync") {
      return;
    }
    this.#told.add(proposal.drift);
    (mode === "sync" ? this.#wishes.sync : this.#wishes.ask)(proposal);
  }
}
