// The text of a bug report, without the user's paths and passwords.

import type { Known } from "../state";
import { stateOf } from "./words";

export interface ReportInput {
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly known: Known;
  readonly home: string;
  readonly folders: readonly string[];
}

/** The report as Markdown. */
export function reportText(input: ReportInput): string {
  const { known } = input;
  const versions = Object.entries(input.versions).map(([name, it]) => `- ${name}: ${it}`);
  const text = [
    "### Lockstep report",
    ...versions,
    `- server: ${known.phase.kind}${"reason" in known.phase ? ` (${known.phase.reason})` : ""}`,
    `- trusted: ${String(known.trusted)}`,
    ...known.projects.flatMap((it) => [
      "",
      `#### ${it.project}: ${stateOf(it)}`,
      ...it.findings.map((found) => `- ${found.severity} ${found.code}: ${found.message}`),
    ]),
    "",
    "#### Settings",
    "```json",
    JSON.stringify(input.settings, null, 2),
    "```",
    "",
  ].join("\n");
  return anonymized(text, input);
}

/** Replace the home and workspace folders by placeholders, and remove credentials from URLs. */
function anonymized(text: string, { home, folders }: ReportInput): string {
  const names = folders.map((folder, index): [string, string] => [folder, `<folder ${index + 1}>`]);
  const replaced: readonly [string, string][] = [...names, [home, "~"]];
  return replaced
    .flatMap(([from, to]): [string, string][] => [
      [from, to],
      [JSON.stringify(from).slice(1, -1), to],
    ])
    .filter(([from]) => from.length > 1)
    .reduce((sofar, [from, to]) => sofar.replaceAll(from, to), text)
    .replace(/:\/\/[^\s/@]+@/g, "://…@");
}
