import assert from "node:assert/strict";
import { test } from "node:test";
import type { BadFile } from "../../extension/src/protocol";
import { badItem, isRepaired, questionFor, verdictOf } from "../../extension/src/view/verified";
import { report } from "./reports";

const CHANGED: BadFile = { package: "click", path: "/srv/demo/.venv/lib/click.py", how: "changed", owner: "" };
const MISSING: BadFile = { ...CHANGED, package: "idna", how: "missing" };

function verdict(...bad: BadFile[]): string {
  return verdictOf({ packages: 12, files: 340, bad }, report()).text;
}

test("a verification in one sentence", () => {
  assert.equal(verdict(), "demo is sound: 340 files of 12 packages are as they were installed.");
  assert.equal(
    verdict(CHANGED, MISSING, MISSING),
    "In demo, 3 files of 2 packages are not as they were installed.",
  );
});

test("a project is verified, or one package of it", () => {
  const { title, asked } = questionFor(report(), "click");
  assert.deepEqual([title, asked], ["Verifying click", { project: "/srv/demo", packages: ["click"] }]);
  assert.deepEqual(questionFor(report(), undefined).asked, { project: "/srv/demo" });
});

test("a repair is offered where something is missing, and not for what somebody changed", () => {
  const found = (...bad: BadFile[]) => isRepaired({ packages: 1, files: 1, bad });
  assert.deepEqual([found(CHANGED), found(CHANGED, MISSING)], [false, true]);
});

test("a bad file is named as seen from the environment", () => {
  const { label, description, detail } = badItem(CHANGED, report());
  assert.deepEqual([label, description, detail], ["$(diff-modified) click", "changed", "lib/click.py"]);
});
