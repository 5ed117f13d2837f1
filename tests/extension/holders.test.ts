import assert from "node:assert/strict";
import { test } from "node:test";
import { holderIn } from "../../extension/src/commands/argument";
import { nextCommand, workLine } from "../../extension/src/commands/outcome";
import { pythonItems } from "../../extension/src/commands/pythons";
import { Store } from "../../extension/src/state";
import { endQuestion, holderDetails, holderItems, useOf } from "../../extension/src/view/holders";
import { drifted, finding, holder, outcome, report } from "./reports";

const RUFF = "/srv/demo/.venv/bin/ruff";

test("the text of a holder", () => {
  const found = holder({ files: ["/srv/demo/.venv/lib/a.so", "/srv/demo/.venv/lib/b.so"] });
  assert.equal(useOf(found, "/srv/demo/.venv"), "has loaded lib/a.so and 1 more file");
  const folder = holder({ how: "cwd", files: ["/srv/demo/.venv/lib"] });
  assert.equal(useOf(folder, "/srv/demo/.venv"), "has its working directory in lib");
  assert.match(holderDetails(found), /^python \(pid 7\)\nbelongs to a terminal\n.*\n {2}\/srv.*\n {2}\/srv/);
});

test("files with a hidden holder come last", () => {
  const items = holderItems({ environment: "/srv/demo/.venv", holders: [holder()], unseen: [RUFF] });
  assert.deepEqual(
    items.map((it) => [it.label, it.description, it.detail]),
    [
      ["$(debug-disconnect) python (pid 7)", "a terminal", "has loaded lib/a.so"],
      [
        "$(question) Hidden process",
        undefined,
        `holds ${RUFF}; probably an elevated process or an antivirus program`,
      ],
    ],
  );
});

test("the confirmation names a program and its owner", () => {
  const { text, detail } = endQuestion(holder());
  assert.equal(text, "End python (pid 7)?");
  assert.match(detail, /It belongs to a terminal\.\n.*http\.server\n\nUnsaved work in it will be lost/);
  assert.doesNotMatch(endQuestion(holder({ via: "" })).detail, /belongs/);
});

test("after a refusal because of a held file, its holders are offered", () => {
  const blocked = [{ path: RUFF, holders: [holder()] }];
  const refused = outcome({ outcome: "refused", blocked });
  const stale = drifted({ findings: [finding("lockfile-stale")] });
  assert.equal(nextCommand(refused, stale, "lockstep.sync")?.command, "lockstep.showHolders");
  const done = outcome({});
  assert.equal(nextCommand(done, report(), "lockstep.sync"), undefined);
});

test("the progress line is shortened for the status bar", () => {
  assert.equal(workLine("Syncing demo", ""), "Syncing demo");
  assert.equal(workLine("Syncing demo", "installing"), "Syncing demo: installing");
  assert.equal(workLine("Syncing demo", "x".repeat(90)).length, 60);
});

test("the project's choice comes first, then fitting Pythons, then others with a note", () => {
  const python = (version: string, fits: boolean, isCurrent = false) => ({
    ...{ path: `/usr/bin/python${version}`, version, implementation: "cpython" },
    ...{ fits, is_current: isCurrent },
  });
  const pythons = [python("3.13", false), python("3.12", true), python("3.11", true, true)];
  const items = pythonItems(pythons);
  assert.deepEqual(
    items.map((it) => [it.label.replace(/\$\(\S+\) /, ""), it.description, it.python]),
    [
      ["Python that the project requires", "requires-python, .python-version", ""],
      ["Python 3.12", "", "/usr/bin/python3.12"],
      ["Python 3.11", "current", "/usr/bin/python3.11"],
      ["Python 3.13", "does not fit requires-python", "/usr/bin/python3.13"],
    ],
  );
});

test("a holder that has ended is removed from the state", () => {
  const store = new Store();
  store.setHolders("/srv/demo", [holder(), holder({ pid: 8 })]);
  store.removeHolder("/srv/demo", 7);
  store.removeHolder("/srv/other", 7);
  assert.deepEqual(store.known.held.get("/srv/demo")?.map((it) => it.pid), [8]);
});

test("only the row of a holder names a holder", () => {
  assert.equal(holderIn({ project: "/srv/demo", holder: holder() })?.pid, 7);
  assert.equal(holderIn({ project: "/srv/demo" }), undefined);
  assert.equal(holderIn("/srv/demo"), undefined);
});
