// The rows of the view "Environment", independent of VS Code's API.

import type { Finding, Holder, Package, Report, Status } from "../protocol";
import type { Known } from "../state";
import { holderDetails, holderName, useOf } from "./holders";
import { counted, driftedCount, nameOf, relativePath, stateOf } from "./words";

export interface Row {
  /** Stable across updates, so that VS Code keeps the row expanded or selected. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon: string;
  /** Theme color of the icon. */
  readonly color?: string;
  /** The `viewItem` that `when` clauses of menus compare. */
  readonly kind: string;
  readonly isOpen?: boolean;
  readonly rows: readonly Row[];
  readonly project: string;
  readonly package?: string;
  readonly holder?: Holder;
  /** The place that a click opens. */
  readonly place?: Pick<Finding, "path" | "range">;
}

/** The label of a group of findings, by finding code. */
const TITLES: Readonly<Record<string, string>> = {
  "manifest-unreadable": "Manifest cannot be read",
  "lockfile-unreadable": "Lockfile cannot be read",
  "lockfile-missing": "No lockfile",
  "lockfile-stale": "Lockfile out of date",
  "lockfile-unsure": "Lockfile may be out of date",
  "environment-missing": "No environment",
  "environment-incomplete": "Incomplete environment",
  "environment-foreign": "Not an environment",
  "environment-moved": "Created in another folder",
  "python-mismatch": "Python mismatch",
  "package-missing": "Not installed",
  "package-version": "Different version",
  "package-source": "Different source",
  "package-duplicate": "Installed twice",
  "package-damaged": "Damaged",
  "package-clobbered": "Overwritten by another package",
  "link-broken": "Broken links",
  "package-unexpected": "Not pinned",
  "removal-leftover": "Removal leftovers",
  "link-shared": "Shared with another environment",
  "holder-stale": "Running old code",
};

const ICONS: Readonly<Record<string, readonly [string, string]>> = {
  error: ["error", "list.errorForeground"],
  warning: ["warning", "list.warningForeground"],
  information: ["info", "notificationsInfoIcon.foreground"],
  hint: ["lightbulb", "descriptionForeground"],
};

/** The top-level rows, one per project. */
export function rowsOf(known: Known): readonly Row[] {
  return known.projects.map((it) => projectRow(it, known));
}

/** The number on the view's badge: the sum of `driftedCount` over all projects. */
export function badgeOf(known: Known): number {
  return known.projects.reduce((sum, it) => sum + driftedCount(it), 0);
}

function projectRow(report: Report, { status, held }: Known): Row {
  const { project } = report;
  return {
    id: project,
    label: nameOf(project),
    description: stateOf(report),
    tooltip: project,
    icon: report.in_step ? "check" : "warning",
    color: report.in_step ? "testing.iconPassed" : "list.warningForeground",
    kind: report.in_step ? "project in-step" : "project drifted",
    isOpen: true,
    rows: [
      interpreterRow(report, status),
      ...findingRows(report),
      ...holderRows(report, held.get(report.project) ?? []),
      ...(report.packages === undefined ? [] : [packagesRow(report, report.packages)]),
    ],
    project,
  };
}

function interpreterRow(report: Report, status: Status | undefined): Row {
  const environment = status?.environments.find((it) => it.project === report.project);
  const python = environment?.python ?? "";
  return {
    id: `${report.project}\ninterpreter`,
    label: python === "" ? "No Python" : python,
    description: relativePath(report.project, report.environment),
    tooltip: report.environment,
    icon: "vm",
    kind: "interpreter",
    rows: [],
    project: report.project,
  };
}

function findingRows(report: Report): readonly Row[] {
  const codes = [...new Set(report.findings.map((it) => it.code))];
  return codes.map((code) =>
    groupRow(
      report,
      code,
      report.findings.filter((it) => it.code === code),
    ),
  );
}

function groupRow(report: Report, code: string, findings: readonly Finding[]): Row {
  const [icon, color] = ICONS[findings[0]?.severity ?? "hint"] ?? ["info", ""];
  return {
    id: `${report.project}\n${code}`,
    label: TITLES[code] ?? code,
    description: String(code === "package-unexpected" ? removals(report) : findings.length),
    tooltip: code,
    icon,
    color,
    kind: `findings ${code}`,
    isOpen: true,
    rows: findings.map((it, index) => findingRow(report, it, index)),
    project: report.project,
  };
}

/** The holders as of the last query, below one row. */
function holderRows(report: Report, holders: readonly Holder[]): readonly Row[] {
  const { project } = report;
  const rows = holders.map((it) => holderRow(report, it));
  const all: Row = {
    ...{ id: `${project}\nholders`, label: "Held by", description: String(rows.length) },
    ...{ tooltip: `${counted(rows.length, "program")}, as of the last search` },
    ...{ icon: "debug-disconnect", kind: "holders", rows, project, isOpen: true },
  };
  return rows.length === 0 ? [] : [all];
}

function holderRow(report: Report, holder: Holder): Row {
  const use = useOf(holder, report.environment);
  return {
    ...{ id: `${report.project}\nholder\n${holder.pid}`, label: holderName(holder) },
    description: [holder.via, use].filter(Boolean).join(", "),
    ...{ tooltip: holderDetails(holder), icon: "circle-small-filled", kind: "holder" },
    ...{ rows: [], project: report.project, holder },
  };
}

/** The number of packages to remove: one finding lists all packages that are not pinned. */
function removals(report: Report): number {
  return report.changes.filter((it) => it.expected === null).length;
}

function findingRow(report: Report, finding: Finding, index: number): Row {
  const [label, ...rest] = finding.message.split("\n");
  return {
    id: `${report.project}\n${finding.code}\n${finding.package ?? ""}\n${index}`,
    label: (finding.package ?? label ?? finding.code).replaceAll("`", ""),
    ...(finding.package === null ? {} : { description: versionsOf(finding) }),
    tooltip: [label, ...rest].join("\n"),
    icon: "circle-small-filled",
    kind: `finding ${finding.fixes.join(" ")}`,
    rows: [],
    project: report.project,
    place: finding,
  };
}

/** The versions of a finding, or its message if it has none. */
function versionsOf(finding: Finding): string {
  const { installed, expected, message } = finding;
  if (installed !== null && expected !== null) {
    return installed === expected ? installed : `${installed} → ${expected}`;
  }
  return installed ?? expected ?? message;
}

function packagesRow(report: Report, packages: readonly Package[]): Row {
  return {
    id: `${report.project}\npackages`,
    label: "Packages",
    description: String(packages.length),
    tooltip: `${counted(packages.length, "package")}, pinned or installed`,
    icon: "package",
    kind: "packages",
    rows: packages.map((it) => packageRow(report, it)),
    project: report.project,
  };
}

function packageRow(report: Report, it: Package): Row {
  const isSame = it.installed === it.pinned;
  return {
    id: `${report.project}\npackage\n${it.name}`,
    label: it.name,
    description: isSame ? (it.pinned ?? "") : versions(it),
    tooltip: [`pinned: ${it.pinned ?? "no"}`, `installed: ${it.installed ?? "no"}`, ...it.in].join(
      "\n",
    ),
    icon: isSame ? "circle-small" : "circle-small-filled",
    ...(isSame ? {} : { color: "list.warningForeground" }),
    kind: it.direct ? "package direct" : "package",
    rows: [],
    project: report.project,
    package: it.name,
  };
}

function versions({ installed, pinned }: Package): string {
  if (installed === null) {
    return `${pinned ?? ""}, not installed`;
  }
  return pinned === null ? `${installed}, not pinned` : `${installed} → ${pinned}`;
}
