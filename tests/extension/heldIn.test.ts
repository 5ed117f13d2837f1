import assert from "node:assert/strict";
import { test } from "node:test";
import { heldIn, LastWords } from "../../extension/src/follow/heldIn";
import { Installers, offerOf } from "../../extension/src/follow/installers";

test("uv's words about a held file, with the colors of a terminal", () => {
  const red = "\u001b[1m\u001b[31merror\u001b[39m\u001b[0m: ";
  const said = `${red}failed to remove file \`C:\\w\\.venv\\Scripts\\ruff.exe\`: Access is denied. (os error 5)\r\n`;
  assert.equal(heldIn(said), String.raw`C:\w\.venv\Scripts\ruff.exe`);
  const linux = "error: failed to remove file `/w/.venv/bin/ruff`: Permission denied (os error 13)";
  assert.equal(heldIn(linux), "/w/.venv/bin/ruff");
  const cause = "error: Failed to install: ruff\n  Caused by: failed to rename file from `/c` to `/w/x.pyd`: used by another process (os error 32)";
  assert.equal(heldIn(cause), "/c");
});

test("a path that was broken at its blank", () => {
  const said = "error: failed to remove file `/w/my\r\n        Café/bin/ruff`: no (os error 13)";
  assert.equal(heldIn(said), "/w/my Café/bin/ruff");
});

test("pip's words", () => {
  const said = "ERROR: Could not install\nPermissionError: [WinError 5] Access is denied: 'c:\\\\w\\\\_speedups.pyd'";
  assert.equal(heldIn(said), String.raw`c:\\w\\_speedups.pyd`);
});

test("other failures are none of ours", () => {
  assert.equal(heldIn("error: No solution found when resolving dependencies"), undefined);
  assert.equal(heldIn("error: failed to remove file `/x`: No such file (os error 2)"), undefined);
});

test("of a long output the end is kept", () => {
  const words = new LastWords();
  words.hear("x".repeat(30_000));
  words.hear("the end");
  assert.equal(words.text.length, 20_000);
  assert.ok(words.text.endsWith("the end"));
});

const HELD = "error: failed to remove file `/w/.venv/bin/ruff`: no (os error 13)";

test("an installer is one from its start to its end, and of its failure the held file is known", () => {
  const installers = new Installers<string>();
  assert.equal(installers.started("a", "ls -l"), undefined);
  assert.equal(installers.ended("a", 1), undefined);
  installers.started("b", "uv sync")?.hear(HELD);
  installers.started("c", "uv sync")?.hear(HELD);
  assert.deepEqual(installers.ended("b", 2), { held: "/w/.venv/bin/ruff" });
  assert.deepEqual(installers.ended("c", 0), { held: undefined }, "it went well in the end");
  assert.equal(installers.ended("b", 2), undefined, "it has ended already");
});

test("the file is named without its folders", () => {
  const text = "A program holds ruff.exe, so that it could not be removed.";
  assert.equal(offerOf(String.raw`C:\w\.venv\Scripts\ruff.exe`), text);
});
