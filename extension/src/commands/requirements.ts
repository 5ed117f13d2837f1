// What a user types to add dependencies, and where they can go.

import type { Report } from "../protocol";

/** A list in the manifest. */
export interface Target {
  readonly label: string;
  readonly group?: string;
  readonly extra?: string;
}

/** Requirements from one line: `httpx>=0.27, rich`; commas inside of `[…]` and specifiers stay. */
export function requirementsOf(line: string): readonly string[] {
  const parts = line.split(/,(?![^[]*\])(?=\s*[A-Za-z0-9])/);
  return parts.map((it) => it.trim()).filter((it) => it !== "");
}

/** Why a line cannot be added; undefined where it may. The server judges the rest. */
export function obstacleTo(line: string): string | undefined {
  const found = requirementsOf(line);
  const bad = found.find((it) => !/^[A-Za-z0-9]/.test(it));
  if (bad !== undefined) {
    return `${bad} is no requirement: write a name, as in httpx>=0.27`;
  }
  return found.length === 0 ? "Write a package's name, as in httpx>=0.27" : undefined;
}

/** Where a dependency may go; the project's own list first. */
export function targetsOf(report: Report): readonly Target[] {
  const { groups = [], extras = [] } = report.choices ?? {};
  return [
    { label: "dependencies" },
    ...groups.map((group) => ({ label: `group ${group}`, group })),
    ...extras.map((extra) => ({ label: `extra ${extra}`, extra })),
  ];
}

/** The lists that hold a package, out of what the server says: "dependencies", "group dev". */
export function targetsWith(report: Report, name: string): readonly Target[] {
  const lists = report.packages?.find((it) => it.name === name)?.in ?? [];
  return targetsOf(report).filter((it) => lists.includes(it.label));
}
