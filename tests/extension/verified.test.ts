import assert from "node:assert/strict";
import { test } from "node:test";
import type { BadFile } from "../../extension/src/protocol";
import { badItem, canRepair, verdictOf, verifyRequest } from "../../extension/src/view/verified";
import { report } from "./reports";

const CHANGED: BadFile = { package: "click", path: "/srv/demo/.venv/lib/click.py", how: "changed", owner: "" };
const MISSING: BadFile = { ...CHANGED, package: "idna", how: "missing" };

function verdict(...bad: BadFile[]): string {
  return verdictOf({ packages: 12, files: 340, bad }, report()).text;
}

test("a verification in one sentence", () => {
  assert.equal(verdict(), "demo: 340 files of 12 packages verified, no differences found.");
  assert.equal(
    verdict(CHANGED, MISSING, MISSING),
    "demo: 3 files of 2 packages differ from what was installed.",
  );
});

test("a project is verified, or one package of it", () => {
  const { title, argument } = verifyRequest(report(), "click");
  assert.deepEqual([title, argument], ["Verifying click", { project: "/srv/demo", packages: ["click"] }]);
  assert.deepEqual(verifyRequest(report(), undefined).argument, { project: "/srv/demo" });
});

test("a repair is offered for missing files, not for changed ones", () => {
  const found = (...bad: BadFile[]) => canRepair({ packages: 1, files: 1, bad });
  assert.deepEqual([found(CHANGED), found(CHANGED, MISSING)], [false, true]);
});

test("the path of a bad file is relative to the environment", () => {
  const { label, description, detail } = badItem(CHANGED, report());
  assert.deepEqual([label, description, detail], ["$(diff-modified) click", "changed", "lib/click.py"]);
});
