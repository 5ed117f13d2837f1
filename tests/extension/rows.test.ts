import assert from "node:assert/strict";
import { test } from "node:test";
import type { Known } from "../../extension/src/state";
import { badgeOf, type Row, rowsOf } from "../../extension/src/view/rows";
import { idleState, drifted, finding, holder, installed, report } from "./reports";

/** The rows as text: one line per row, indented by depth. */
function asText(rows: readonly Row[], depth = 0): string[] {
  return rows.flatMap((row) => [
    `${"  ".repeat(depth)}${[row.label, row.description].filter(Boolean).join(" · ")}`,
    ...asText(row.rows, depth + 1),
  ]);
}

function check(known: Known, tree: string): void {
  const expected = tree.split("\n").slice(1, -1);
  assert.deepEqual(asText(rowsOf(known)), expected);
}

test("a project in step", () => {
  const packages = [installed("click", { pinned: "8.5.1", installed: "8.5.1" })];
  check(
    idleState(report({ packages })),
    `
demo · in step
  CPython 3.11.7 · .venv
  Packages · 1
    click · 8.5.1
`,
  );
});

test("known holders are shown below the findings", () => {
  const known = idleState(report());
  check(
    { ...known, held: new Map([["/srv/demo", [holder()]]]) },
    `
demo · in step
  CPython 3.11.7 · .venv
  Held by · 1
    python (pid 7) · a terminal, has loaded lib/a.so
`,
  );
});

test("a project that has drifted, its findings in groups", () => {
  const findings = [
    finding("package-version", { package: "click", installed: "8.1.7", expected: "8.5.1" }),
    finding("package-missing", { package: "h11", expected: "0.16.0" }),
    finding("lockfile-stale", { message: "`rich` is new\nlock and sync" }),
  ];
  const packages = [
    installed("click", { pinned: "8.5.1", installed: "8.1.7" }),
    installed("h11", { pinned: "0.16.0", installed: null, direct: false }),
    installed("toolz", { pinned: null }),
  ];
  check(
    idleState(drifted({ findings, packages })),
    `
demo · 3 drifted
  CPython 3.11.7 · .venv
  Different version · 1
    click · 8.1.7 → 8.5.1
  Not installed · 1
    h11 · 0.16.0
  Lockfile out of date · 1
    rich is new
  Packages · 3
    click · 8.1.7 → 8.5.1
    h11 · 0.16.0, not installed
    toolz · 1.0, not pinned
`,
  );
});

test("row ids are unique, also for two findings of one package", () => {
  const findings = [
    finding("package-damaged", { package: "click" }),
    finding("package-damaged", { package: "click" }),
  ];
  const ids = (rows: readonly Row[]): string[] => rows.flatMap((it) => [it.id, ...ids(it.rows)]);
  const found = ids(rowsOf(idleState(drifted({ findings }), report({ project: "/srv/other" }))));
  assert.equal(new Set(found).size, found.length);
});

test("the kind of a row selects its menu entries", () => {
  const packages = [installed("click"), installed("h11", { direct: false })];
  const [project] = rowsOf(idleState(drifted({ packages })));
  assert.equal(project?.kind, "project drifted");
  const kinds = project.rows.at(-1)?.rows.map((it) => it.kind);
  assert.deepEqual(kinds, ["package direct", "package"]);
});

test("the badge counts over all projects", () => {
  assert.equal(badgeOf(idleState(drifted(), report({ project: "/srv/other" }))), 1);
  assert.equal(badgeOf(idleState(report())), 0);
});
