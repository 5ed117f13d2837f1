// What the client knows, as one value that is replaced as a whole.

import type { Holder, Report, Status } from "./protocol";

/** Where the server is in its life. */
export type Phase =
  | { readonly kind: "starting" }
  | { readonly kind: "running" }
  | { readonly kind: "no-python"; readonly reason: string }
  | { readonly kind: "stopped"; readonly reason: string };

export interface Known {
  readonly phase: Phase;
  readonly status: Status | undefined;
  readonly projects: readonly Report[];
  /** Who held files of a project's environment when somebody last asked. */
  readonly held: ReadonlyMap<string, readonly Holder[]>;
  /** What an installer of ours is doing now; empty when none is at work. */
  readonly work: string;
  readonly trusted: boolean;
}

export const NOTHING_KNOWN: Known = {
  phase: { kind: "starting" },
  status: undefined,
  projects: [],
  held: new Map(),
  work: "",
  trusted: false,
};

export type Listener = (known: Known) => void;

/** Holds what is known and tells the views of every change. */
export class Store {
  #known: Known;
  readonly #listeners = new Set<Listener>();

  constructor(known: Known = NOTHING_KNOWN) {
    this.#known = known;
  }

  get known(): Known {
    return this.#known;
  }

  /** Replace a part of what is known. */
  update(part: Partial<Known>): void {
    this.#known = { ...this.#known, ...part };
    for (const listener of this.#listeners) {
      listener(this.#known);
    }
  }

  /** Remember who holds files of a project's environment. */
  hold(project: string, holders: readonly Holder[]): void {
    this.update({ held: new Map([...this.#known.held, [project, holders]]) });
  }

  /** One of them is gone. */
  removeHolder(project: string, pid: number): void {
    this.hold(
      project,
      (this.#known.held.get(project) ?? []).filter((it) => it.pid !== pid),
    );
  }

  /** Be told of every change, and of the present state at once. */
  subscribe(listener: Listener): { dispose: () => void } {
    this.#listeners.add(listener);
    listener(this.#known);
    return { dispose: () => this.#listeners.delete(listener) };
  }
}

/** The name of the state for `when` clauses and welcome views. */
export function stateKey(known: Known): string {
  if (known.phase.kind !== "running") {
    return known.phase.kind;
  }
  if (known.projects.length > 0) {
    return "projects";
  }
  return known.status?.quiescent === true ? "nothing" : "starting";
}

/** The project that a path belongs to: the deepest of those that it lies in. */
export function projectOf(projects: readonly Report[], path: string): Report | undefined {
  return projects
    .filter((it) => path === it.project || isBelow(path, it.project))
    .sort((one, other) => other.project.length - one.project.length)[0];
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
