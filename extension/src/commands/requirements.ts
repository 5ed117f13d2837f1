// Parses the requirements that a user enters, and lists the places where they can be added.

import type { Report } from "../protocol";

/** A list of dependencies in the manifest. */
export interface Target {
  readonly label: string;
  readonly group?: string;
  readonly extra?: string;
}

/** Split a line such as `httpx>=0.27, rich` at the commas that separate requirements. */
export function requirementsOf(line: string): readonly string[] {
  const parts = line.split(/,(?![^[]*\])(?=\s*[A-Za-z0-9])/);
  return parts.map((it) => it.trim()).filter((it) => it !== "");
}

/** Why an input is invalid, or undefined. uv validates the requirements completely later. */
export function obstacleTo(line: string): string | undefined {
  const found = requirementsOf(line);
  const bad = found.find((it) => !/^[A-Za-z0-9]/.test(it));
  if (bad !== undefined) {
    return `${bad} is not a requirement: start with a package name, as in httpx>=0.27`;
  }
  return found.length === 0 ? "Enter a package name, as in httpx>=0.27" : undefined;
}

/** The lists that a dependency can be added to; the project's own dependencies first. */
export function targetsOf(report: Report): readonly Target[] {
  const { groups = [], extras = [] } = report.choices ?? {};
  return [
    { label: "dependencies" },
    ...groups.map((group) => ({ label: `group ${group}`, group })),
    ...extras.map((extra) => ({ label: `extra ${extra}`, extra })),
  ];
}

/** The lists that contain a package, as the server reports them (`dependencies`, `group dev`). */
export function targetsWith(report: Report, name: string): readonly Target[] {
  const lists = report.packages?.find((it) => it.name === name)?.in ?? [];
  return targetsOf(report).filter((it) => lists.includes(it.label));
}
