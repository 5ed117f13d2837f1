import assert from "node:assert/strict";
import { test } from "node:test";
import { heldFileIn, OutputTail } from "../../extension/src/follow/heldFile";
import { Installers, offerOf } from "../../extension/src/follow/installers";

test("an error message of uv, with the colors of a terminal", () => {
  const red = "\u001b[1m\u001b[31merror\u001b[39m\u001b[0m: ";
  const output = `${red}failed to remove file \`C:\\w\\.venv\\Scripts\\ruff.exe\`: Access is denied. (os error 5)\r\n`;
  assert.equal(heldFileIn(output), String.raw`C:\w\.venv\Scripts\ruff.exe`);
  const linux = "error: failed to remove file `/w/.venv/bin/ruff`: Permission denied (os error 13)";
  assert.equal(heldFileIn(linux), "/w/.venv/bin/ruff");
  const cause = "error: Failed to install: ruff\n  Caused by: failed to rename file from `/c` to `/w/x.pyd`: used by another process (os error 32)";
  assert.equal(heldFileIn(cause), "/c");
});

test("a path that is wrapped at a blank", () => {
  const output = "error: failed to remove file `/w/my\r\n        Café/bin/ruff`: no (os error 13)";
  assert.equal(heldFileIn(output), "/w/my Café/bin/ruff");
});

test("an error message of pip", () => {
  const output = "ERROR: Could not install\nPermissionError: [WinError 5] Access is denied: 'c:\\\\w\\\\_speedups.pyd'";
  assert.equal(heldFileIn(output), String.raw`c:\\w\\_speedups.pyd`);
});

test("other failures name no held file", () => {
  assert.equal(heldFileIn("error: No solution found when resolving dependencies"), undefined);
  assert.equal(heldFileIn("error: failed to remove file `/x`: No such file (os error 2)"), undefined);
});

test("only the end of a long output is kept", () => {
  const tail = new OutputTail();
  tail.append("x".repeat(30_000));
  tail.append("the end");
  assert.equal(tail.text.length, 20_000);
  assert.ok(tail.text.endsWith("the end"));
});

const HELD = "error: failed to remove file `/w/.venv/bin/ruff`: no (os error 13)";

test("an installer is tracked until it ends, and its failure names the held file", () => {
  const installers = new Installers<string>();
  assert.equal(installers.started("a", "ls -l"), undefined);
  assert.equal(installers.ended("a", 1), undefined);
  installers.started("b", "uv sync")?.append(HELD);
  installers.started("c", "uv sync")?.append(HELD);
  assert.deepEqual(installers.ended("b", 2), { held: "/w/.venv/bin/ruff" });
  assert.deepEqual(installers.ended("c", 0), { held: undefined }, "it succeeded");
  assert.equal(installers.ended("b", 2), undefined, "it has ended already");
});

test("the offer names the file without its folders", () => {
  const text = "A program holds ruff.exe, so the installer could not remove it.";
  assert.equal(offerOf(String.raw`C:\w\.venv\Scripts\ruff.exe`), text);
});
