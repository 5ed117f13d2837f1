// The state of the extension: one immutable value, and a store that notifies the views.

import type { Holder, Report, Status } from "./protocol";

/** The lifecycle phase of the server. */
export type Phase =
  | { readonly kind: "starting" }
  | { readonly kind: "running" }
  | { readonly kind: "no-python"; readonly reason: string }
  | { readonly kind: "stopped"; readonly reason: string };

export interface Known {
  readonly phase: Phase;
  readonly status: Status | undefined;
  readonly projects: readonly Report[];
  /** The holders of a project's environment as of the last query, by project folder. */
  readonly held: ReadonlyMap<string, readonly Holder[]>;
  /** What the running command is doing; empty if none runs. */
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

/** Holds the current state and notifies subscribers of every change. */
export class Store {
  #known: Known;
  readonly #listeners = new Set<Listener>();

  constructor(known: Known = NOTHING_KNOWN) {
    this.#known = known;
  }

  get known(): Known {
    return this.#known;
  }

  /** Replace some fields of the state. */
  update(part: Partial<Known>): void {
    this.#known = { ...this.#known, ...part };
    for (const listener of this.#listeners) {
      listener(this.#known);
    }
  }

  /** Store the holders of a project's environment. */
  setHolders(project: string, holders: readonly Holder[]): void {
    this.update({ held: new Map([...this.#known.held, [project, holders]]) });
  }

  /** Remove a holder that has ended. */
  removeHolder(project: string, pid: number): void {
    this.setHolders(
      project,
      (this.#known.held.get(project) ?? []).filter((it) => it.pid !== pid),
    );
  }

  /** Call a listener now and after every change. */
  subscribe(listener: Listener): { dispose: () => void } {
    this.#listeners.add(listener);
    listener(this.#known);
    return { dispose: () => this.#listeners.delete(listener) };
  }
}

/** The value of the context key `lockstep.state`, which `when` clauses and welcome views use. */
export function stateKey(known: Known): string {
  if (known.phase.kind !== "running") {
    return known.phase.kind;
  }
  if (known.projects.length > 0) {
    return "projects";
  }
  return known.status?.quiescent === true ? "nothing" : "starting";
}

/** The project that contains a path; of nested projects the innermost. */
export function projectOf(projects: readonly Report[], path: string): Report | undefined {
  return projects
    .filter((it) => path === it.project || isBelow(path, it.project))
    .sort((one, other) => other.project.length - one.project.length)[0];
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
