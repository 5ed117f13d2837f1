// The custom messages and JSON objects that docs/protocol.md and docs/command-line.md describe.

export const STATUS = "lockstep/status";
export const STATE = "lockstep/state";
export const RELEASE = "lockstep/release";
export const RESUME = "lockstep/resume";

/** Held files that a sync could not move, and the processes that hold them. */
export interface Blocked {
  readonly project: string;
  readonly paths: readonly string[];
  readonly holders: readonly Holder[];
}

/** Commands that the server runs, by `workspace/executeCommand`. */
export const SERVER_COMMANDS = {
  check: "lockstep.check",
  sync: "lockstep.sync",
  lockAndSync: "lockstep.lockAndSync",
  addDependency: "lockstep.addDependency",
  removeDependency: "lockstep.removeDependency",
  recreate: "lockstep.recreate",
  repair: "lockstep.repair",
  free: "lockstep.free",
  sweep: "lockstep.sweep",
  delete: "lockstep.delete",
} as const;

export type ServerCommand = (typeof SERVER_COMMANDS)[keyof typeof SERVER_COMMANDS];

/** Queries, sent as commands as well; each has its own type of answer. */
export const SERVER_QUESTIONS = {
  holders: "lockstep.holders",
  endHolder: "lockstep.endHolder",
  pythons: "lockstep.pythons",
  verify: "lockstep.verify",
} as const;

export type ServerQuestion = (typeof SERVER_QUESTIONS)[keyof typeof SERVER_QUESTIONS];

export interface Holders {
  readonly environment: string;
  readonly holders: readonly Holder[];
  readonly unseen: readonly string[];
}

/** A process that holds files. `pid` and `started` together identify it, as pids are reused. */
export interface Holder {
  readonly pid: number;
  readonly name: string;
  readonly command: string;
  readonly started: number;
  readonly how: "image" | "mapped" | "open" | "cwd";
  readonly files: readonly string[];
  readonly via: string;
  readonly lever: string;
}

export interface EndedHolder {
  readonly ended: boolean;
  readonly message: string;
}

export interface Pythons {
  readonly pythons: readonly Python[];
}

export interface Python {
  readonly path: string;
  readonly version: string;
  readonly implementation: string;
  readonly fits: boolean;
  readonly is_current: boolean;
}

export interface Verified {
  readonly packages: number;
  readonly files: number;
  readonly bad: readonly BadFile[];
}

export interface BadFile {
  readonly package: string;
  readonly path: string;
  readonly how: "missing" | "changed";
  /** Another package that installs the same path and has replaced the file; empty if none. */
  readonly owner: string;
}

export interface Status {
  readonly health: "ok" | "warning" | "error";
  readonly quiescent: boolean;
  readonly message: string;
  readonly environments: readonly EnvironmentStatus[];
}

export interface EnvironmentStatus {
  readonly project: string;
  readonly environment: string;
  readonly python: string;
  readonly in_step: boolean;
  readonly message: string;
}

export interface State {
  readonly projects: readonly Report[];
}

/** One project: the object of `lockstep check --format json`, plus fields for the views. */
export interface Report {
  readonly project: string;
  readonly environment: string;
  readonly manifest: string;
  readonly lockfile: string;
  readonly installer: string;
  readonly selection: Selection;
  readonly in_step: boolean;
  readonly freshness?: "fresh" | "stale" | "unsure";
  readonly action: "check" | "update" | "create" | "replace";
  readonly findings: readonly Finding[];
  readonly changes: readonly Change[];
  readonly packages?: readonly Package[];
  readonly choices?: Choices;
  readonly trusted?: boolean;
}

export interface Selection {
  readonly extras?: readonly string[];
  readonly "no-extras"?: readonly string[];
  readonly groups?: readonly string[];
  readonly "no-groups"?: readonly string[];
  readonly "only-groups"?: readonly string[];
  readonly "default-groups"?: boolean;
  readonly packages?: readonly string[];
  readonly inexact?: boolean;
  readonly editable?: boolean;
  readonly "no-install-project"?: boolean;
  readonly "no-install-workspace"?: boolean;
  readonly "no-install-local"?: boolean;
  readonly "no-install-packages"?: readonly string[];
}

export type Severity = "error" | "warning" | "information" | "hint";

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly package: string | null;
  readonly installed: string | null;
  readonly expected: string | null;
  readonly path: string;
  readonly range: Range;
  readonly fixes: readonly string[];
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Change {
  readonly name: string;
  readonly installed: string | null;
  readonly expected: string | null;
}

export interface Package {
  readonly name: string;
  readonly pinned: string | null;
  readonly installed: string | null;
  readonly direct: boolean;
  readonly in: readonly string[];
}

export interface Choices {
  readonly extras: readonly string[];
  readonly groups: readonly string[];
  readonly members: readonly string[];
  readonly default_groups: readonly string[];
}

/** The result of a command that changes an environment. */
export interface Outcome {
  readonly outcome: "done" | "nothing" | "restored" | "refused" | "cancelled" | "failed";
  readonly message: string;
  readonly error: OutcomeError | null;
  readonly changes: readonly Change[];
  readonly blocked: readonly BlockedFile[];
  readonly holders: readonly Holder[];
  readonly installer: Installer;
  readonly warnings: readonly string[];
}

/** Why the command did not complete, with a code for programs. */
export interface OutcomeError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** A file that could not be moved, and its holders. */
export interface BlockedFile {
  readonly path: string;
  readonly holders: readonly Holder[];
}

export interface Installer {
  readonly command: readonly string[];
  readonly exit: number | null;
  readonly message: string;
}
