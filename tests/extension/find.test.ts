import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type Candidate, ofHome, safePath } from "../../extension/src/launch/candidates";
import { discover } from "../../extension/src/launch/discover";
import { findPython, type Found } from "../../extension/src/launch/find";
import { isOutside } from "../../extension/src/launch/places";
import { programRunner } from "../../extension/src/launch/probe";

// A real Python: the one that runs the tests of this repository.
const PYTHON = process.env.LOCKSTEP_TEST_PYTHON ?? "python3";
const BASE = execFileSync(PYTHON, ["-c", "import sys; print(sys._base_executable)"], {
  encoding: "utf8",
}).trim();
const folder = mkdtempSync(join(tmpdir(), "lockstep fïnd "));
const workspace = join(folder, "work space");
const home = join(folder, "home");
mkdirSync(workspace);
mkdirSync(home);
after(() => {
  rmSync(folder, { recursive: true });
});

async function find(commands: readonly string[], chosen = ""): Promise<Found> {
  async function* candidates(): AsyncIterable<Candidate> {
    yield* commands.map((it): Candidate => ({ command: [it], from: "PATH" }));
    await Promise.resolve();
  }
  const run = programRunner(process.env.PATH ?? "");
  return findPython({ chosen, candidates, folders: [workspace], home }, run);
}

/** Write a program that creates a marker file when it runs. Returns the path of the marker. */
function writeMarkingProgram(path: string): string {
  const mark = `${path}.ran`;
  writeFileSync(path, `#!/bin/sh\ntouch '${mark}'\n`);
  chmodSync(path, 0o755);
  return mark;
}

function environment(path: string): string {
  execFileSync(BASE, [..."-m venv --without-pip".split(" "), path]);
  return join(path, process.platform === "win32" ? "Scripts/python.exe" : "bin/python3");
}

test("a Python outside of the workspace is accepted", async () => {
  const found = await find([BASE]);
  assert.ok("python" in found, JSON.stringify(found));
  assert.match(found.version, /^3\.\d+$/);
});

test("a program in the workspace is never run", async () => {
  const mark = writeMarkingProgram(join(workspace, "python3"));
  const found = await find([join(workspace, "python3")]);
  assert.deepEqual(found, { refused: [`${join(workspace, "python3")}: is in the workspace`] });
  assert.ok(!existsSync(mark));
});

test("a link from elsewhere into the workspace is never run", async () => {
  const mark = writeMarkingProgram(join(workspace, "linked"));
  symlinkSync(join(workspace, "linked"), join(folder, "python-link"));
  const found = await find([join(folder, "python-link")]);
  assert.ok("refused" in found);
  assert.ok(!existsSync(mark));
});

test("the base Python of an environment elsewhere is used", async () => {
  const python = environment(join(folder, "elsewhere"));
  const found = await find([python]);
  assert.ok("python" in found, JSON.stringify(found));
  assert.ok(!found.python.startsWith(folder), found.python);
});

test("an environment of the workspace is skipped", async () => {
  const found = await find([environment(join(workspace, ".venv")), BASE]);
  assert.ok("python" in found && !found.python.startsWith(workspace), JSON.stringify(found));
});

test("a chosen Python that does not work is not replaced by another", async () => {
  const found = await find([BASE], join(folder, "nothing"));
  const reason = `${join(folder, "nothing")}: does not exist or is not executable`;
  assert.deepEqual(found, { refused: [reason] });
});

test("a program that is not a Python, or too old, is refused with a reason", async () => {
  const old = join(folder, "old");
  writeFileSync(old, `#!/bin/sh\necho '["${old}", [3, 9], "/usr", "/usr", "${old}"]'\n`);
  chmodSync(old, 0o755);
  writeMarkingProgram(join(folder, "none"));
  assert.deepEqual(await find([old, join(folder, "none")]), {
    refused: [`${old}: Python 3.9 is too old`, `${join(folder, "none")}: is not a working Python`],
  });
});

/** The candidates, found without running a program. */
async function discovered(trusted: boolean, path: string): Promise<string[]> {
  const asked: string[] = [];
  const places = {
    ...{ folders: [workspace], trusted, platform: "linux" as const, home },
    entries: safePath(path, (it) => isOutside(it, [workspace])),
    selected: () => Promise.resolve([join(folder, "selected")]),
  };
  const found: string[] = [];
  const ask = (command: readonly string[]) => {
    asked.push(command[0] ?? "");
    return Promise.resolve(undefined);
  };
  for await (const { command } of discover(places, ask)) {
    found.push(command[0]);
  }
  return [...asked, ...found];
}

test("an untrusted workspace and relative PATH entries add no candidates", async () => {
  environment(join(workspace, ".venv"));
  const found = await discovered(false, `.:bin:${workspace}:/usr/bin`);
  assert.ok(found.every((it) => it.startsWith("/usr/bin/")), found.join("\n"));
});

test("a trusted workspace adds its base Python and the selected one first", async () => {
  environment(join(workspace, ".venv"));
  const found = await discovered(true, "/nowhere");
  assert.ok(!(found[0] ?? "").startsWith(workspace));
  assert.ok(found.includes(join(folder, "selected")), found.join("\n"));
});

test("a program sees only the given PATH", async () => {
  const printed = await programRunner("/given")([BASE, "-c", "import os; print(os.environ['PATH'])"], home);
  assert.equal(printed?.trim(), "/given");
});

test("a base Python on a share is ignored", () => {
  const shares = ["//host/share", "\\\\host\\share", "\\\\?\\UNC\\host\\x", "//./pipe/x", "/??/UNC/h/x"];
  for (const it of shares) {
    assert.deepEqual(ofHome(`home = ${it}\n`, "win32"), []);
    assert.deepEqual(ofHome(`home = ${it}\n`, "linux"), []);
  }
  assert.notDeepEqual(ofHome("home = /usr/bin\n", "linux"), []);
});
