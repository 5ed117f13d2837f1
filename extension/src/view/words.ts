// Short texts about projects and changes, shared by the status bar, the views and notifications.

import { basename } from "node:path";
import type { Change, Report } from "../protocol";

/** The number of packages, or of findings without a package, that have drifted. */
export function driftedCount(report: Report): number {
  const found = report.findings
    .filter((it) => it.severity === "error" || it.severity === "warning")
    .map((it) => it.package ?? it.code);
  return new Set([...found, ...report.changes.map((it) => it.name)]).size;
}

const UNREADABLE = new Set(["manifest-unreadable", "lockfile-unreadable"]);

/** `in step`, `N drifted` or `could not check`. */
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

/** The quick pick item of a project. */
export function projectItem(report: Report) {
  return {
    ...{ label: nameOf(report.project), description: stateOf(report), detail: report.project },
    report,
  };
}

/** The display name of a project: the name of its folder. */
export function nameOf(project: string): string {
  return basename(project) || project;
}

/** One line that says what a sync would do to a package. */
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

/** A number and its noun, in the plural unless the number is 1. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A path relative to a folder; the path itself if it is not below the folder. */
export function relativePath(folder: string, path: string): string {
  const [start, ...rest] = [folder, "/", "\\"];
  const separator = rest.find((it) => path.startsWith(`${start}${it}`));
  return separator === undefined ? path : path.slice(folder.length + 1);
}
