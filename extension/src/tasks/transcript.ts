// The output of tasks.

import type { Finding, Outcome, Report } from "../protocol";
import { changeLine, relativePath, stateOf } from "../view/words";

/** The state and findings of a project; the terminal turns the place of each into a link. */
export function checkLines(report: Report): readonly string[] {
  const findings = report.findings.map((it) => findingLine(report, it));
  const changes = report.changes.map((it) => `  ${changeLine(it)}`);
  return [`${report.project}: ${stateOf(report)}`, ...findings, ...changes];
}

function findingLine(report: Report, finding: Finding): string {
  const { start } = finding.range;
  const place = `${relativePath(report.project, finding.path)}:${start.line + 1}:${start.character + 1}`;
  return `${place}: ${finding.severity}: ${finding.message.replaceAll("\n", " ")} [${finding.code}]`;
}

/** The message of an outcome, after the installer's error output if it failed. */
export function outcomeLines(outcome: Outcome): readonly string[] {
  const output = outcome.installer.message === "" ? [] : outcome.installer.message.split("\n");
  return [...output, outcome.message, ...outcome.warnings];
}

/** The exit status of a task. */
export function statusOf(outcome: Outcome | undefined): number {
  return outcome?.outcome === "done" || outcome?.outcome === "nothing" ? 0 : 1;
}
