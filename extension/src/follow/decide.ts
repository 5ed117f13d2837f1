// Decides what to propose after a change of the manifest, the lockfile or the Python version.

import type { Report } from "../protocol";
import { counted, driftedCount, nameOf } from "../view/words";

export type OnManifestChange = "off" | "check" | "prompt" | "sync";

/** A command that removes a drift, and the question to ask before running it. */
export interface Proposal {
  readonly project: string;
  /** Identifies the drift: equal for the same drift, see `driftOf`. */
  readonly drift: string;
  readonly question: string;
  readonly command: "lockstep.sync" | "lockstep.lockAndSync";
}

/** Findings that the user has to fix by editing a file. */
const UNREADABLE = new Set(["manifest-unreadable", "lockfile-unreadable"]);
const LOCKFILE_FIRST = new Set(["lockfile-stale", "lockfile-missing"]);
/** Findings that need another command than a sync. */
const RECREATE = new Set(["environment-incomplete", "environment-foreign"]);

/** Findings that a sync does not change. */
const NOT_BY_SYNC = new Set(["environment-moved"]);

/** The proposal for a project; undefined if it is in step or a sync would be refused. */
export function propose(report: Report): Proposal | undefined {
  const codes = new Set(report.findings.map((it) => it.code));
  const lockfileFirst = [...codes].some((it) => LOCKFILE_FIRST.has(it));
  const isStuck = [...codes].some((it) => UNREADABLE.has(it) || RECREATE.has(it));
  const hasNothing =
    report.changes.length === 0 && report.findings.every((it) => NOT_BY_SYNC.has(it.code));
  if (isStuck || hasNothing || (report.in_step && !codes.has("lockfile-missing"))) {
    return undefined;
  }
  return {
    project: report.project,
    drift: driftOf(report),
    question: question(report, lockfileFirst),
    command: lockfileFirst ? "lockstep.lockAndSync" : "lockstep.sync",
  };
}

function question(report: Report, lockfileFirst: boolean): string {
  const name = nameOf(report.project);
  if (lockfileFirst) {
    return `The lockfile of ${name} no longer matches its pyproject.toml. Lock and sync?`;
  }
  const packages = counted(driftedCount(report), "package");
  return `The environment of ${name} has drifted from its lockfile: ${packages}. Sync it?`;
}

/** A text that identifies a drift, independent of the lines where its findings are. */
export function driftOf(report: Report): string {
  const found = report.findings.map((it) => `${it.code} ${it.package ?? ""} ${it.message}`);
  const changes = report.changes.map(
    (it) => `${it.name} ${it.installed ?? ""} ${it.expected ?? ""}`,
  );
  return [report.project, ...found.sort(), ...changes].join("\n");
}

/** Whether a change of this file may lead to a proposal. */
export function isFollowed(path: string): boolean {
  return /[/\\](pyproject\.toml|uv\.lock|\.python-versions?)$/.test(path);
}

/** Whether a command line starts an installer. */
export function startsInstaller(line: string): boolean {
  return line.split(/&&|\|\||[;|]/).some((part) => INSTALLERS.test(part.trim()));
}

const INSTALLERS =
  /^(?:[\w.]+=\S+\s+)*(?:\S*[/\\])?(?:uv|pip3?|poetry|pdm|python3?(?:\.exe)?\s+-m\s+pip)(?:\.exe)?\s/i;
