// The report for a bug: what is needed to understand it, and nothing that is the user's own.

import type { Known } from "../state";
import { stateOf } from "./words";

export interface Facts {
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly known: Known;
  readonly home: string;
  readonly folders: readonly string[];
}

/** The report as Markdown. */
export function reportText(facts: Facts): string {
  const { known } = facts;
  const versions = Object.entries(facts.versions).map(([name, it]) => `- ${name}: ${it}`);
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
    JSON.stringify(facts.settings, null, 2),
    "```",
    "",
  ].join("\n");
  return shortened(text, facts);
}

/** Without the user's folders and without what stands before an `@` in a URL. */
function shortened(text: string, { home, folders }: Facts): string {
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
