// What a task prints.

import type { Finding, Outcome, Report } from "../protocol";
import { changeLine, seenFrom, stateOf } from "../view/words";

/** A check's findings, one a line, with a place that a terminal makes a link of. */
export function checkLines(report: Report): readonly string[] {
  const findings = report.findings.map((it) => findingLine(report, it));
  const changes = report.changes.map((it) => `  ${changeLine(it)}`);
  return [`${report.project}: ${stateOf(report)}`, ...findings, ...changes];
}

function findingLine(report: Report, finding: Finding): string {
  const { start } = finding.range;
  const place = `${seenFrom(report.project, finding.path)}:${start.line + 1}:${start.character + 1}`;
  return `${place}: ${finding.severity}: ${finding.message.replaceAll("\n", " ")} [${finding.code}]`;
}

/** How a sync ended, with the installer's own words where it failed. */
export function outcomeLines(outcome: Outcome): readonly string[] {
  const said = outcome.installer.message === "" ? [] : outcome.installer.message.split("\n");
  return [...said, outcome.message, ...outcome.warnings];
}

/** The exit status of a task. */
export function statusOf(outcome: Outcome | undefined): number {
  return outcome?.outcome === "done" || outcome?.outcome === "nothing" ? 0 : 1;
}
