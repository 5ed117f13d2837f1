// What is said of a project, in words; the same in the status bar, the tree and the notifications.

import { basename } from "node:path";
import type { Change, Report } from "../protocol";

/** How many packages, or other things, have drifted. */
export function driftedCount(report: Report): number {
  const found = report.findings
    .filter((it) => it.severity === "error" || it.severity === "warning")
    .map((it) => it.package ?? it.code);
  return new Set([...found, ...report.changes.map((it) => it.name)]).size;
}

const UNREADABLE = new Set(["manifest-unreadable", "lockfile-unreadable"]);

/** The state of a project in two or three words. */
export function stateOf(report: Report): string {
  if (report.in_step) {
    return "in step";
  }
  if (report.findings.some((it) => UNREADABLE.has(it.code))) {
    return "could not check";
  }
  const count = driftedCount(report);
  return count === 0 ? "could not check" : `${count} drifted`;
}

/** A project as one of several to choose from. */
export function projectItem(report: Report) {
  return {
    ...{ label: nameOf(report.project), description: stateOf(report), detail: report.project },
    report,
  };
}

/** A project's name for people: its folder's. */
export function nameOf(project: string): string {
  return basename(project) || project;
}

/** A change in one line, as `lockstep check` prints it. */
export function changeLine(change: Change): string {
  const { name, installed, expected } = change;
  if (installed === null) {
    return `${name} ${expected ?? ""} would be installed`;
  }
  if (expected === null) {
    return `${name} ${installed} would be removed`;
  }
  return installed === expected
    ? `${name} ${installed} would be installed again`
    : `${name} ${installed} → ${expected}`;
}

/** A number with its noun. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The path of a file as seen from a folder, or as it is where it lies elsewhere. */
export function seenFrom(folder: string, path: string): string {
  const [start, ...rest] = [folder, "/", "\\"];
  const separator = rest.find((it) => path.startsWith(`${start}${it}`));
  return separator === undefined ? path : path.slice(folder.length + 1);
}
