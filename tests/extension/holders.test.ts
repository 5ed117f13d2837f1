import assert from "node:assert/strict";
import { test } from "node:test";
import { holderIn } from "../../extension/src/commands/argument";
import { nextCommand, workLine } from "../../extension/src/commands/outcome";
import { pythonItems } from "../../extension/src/commands/pythons";
import { Store } from "../../extension/src/state";
import { deedOf, holderDetails, holderItems, questionTo } from "../../extension/src/view/holders";
import { drifted, finding, holder, outcome, report } from "./reports";

const RUFF = "/srv/demo/.venv/bin/ruff";

test("a holder in words", () => {
  const found = holder({ files: ["/srv/demo/.venv/lib/a.so", "/srv/demo/.venv/lib/b.so"] });
  assert.equal(deedOf(found, "/srv/demo/.venv"), "has loaded lib/a.so and 1 more file");
  assert.equal(deedOf(holder({ how: "cwd", files: [] }), "/srv"), "stands in a file");
  assert.match(holderDetails(found), /^python \(pid 7\)\nof a terminal\n.*\n {2}\/srv.*\n {2}\/srv/);
});

test("what somebody holds who is not visible stands last", () => {
  const items = holderItems({ environment: "/srv/demo/.venv", holders: [holder()], unseen: [RUFF] });
  assert.deepEqual(
    items.map((it) => [it.label, it.description, it.detail]),
    [
      ["$(debug-disconnect) python (pid 7)", "a terminal", "has loaded lib/a.so"],
      [
        "$(question) Somebody",
        undefined,
        `${RUFF}; its holder is not visible: probably elevated or antivirus`,
      ],
    ],
  );
});

test("before a program is ended it is named, with whose it is", () => {
  const { text, detail } = questionTo(holder());
  assert.equal(text, "End python (pid 7)?");
  assert.match(detail, /It belongs to a terminal\.\n.*http\.server\n\nWhat it has not saved is lost/);
  assert.doesNotMatch(questionTo(holder({ via: "" })).detail, /belongs/);
});

test("after a refusal for a holder's sake, the holders are one click away", () => {
  const blocked = [{ path: RUFF, holders: [holder()] }];
  const refused = outcome({ outcome: "refused", blocked });
  const stale = drifted({ findings: [finding("lockfile-stale")] });
  assert.equal(nextCommand(refused, stale, "lockstep.sync")?.command, "lockstep.showHolders");
  const done = outcome({});
  assert.equal(nextCommand(done, report(), "lockstep.sync"), undefined);
});

test("what is being done stays short enough for the status bar", () => {
  assert.equal(workLine("Syncing demo", ""), "Syncing demo");
  assert.equal(workLine("Syncing demo", "installing"), "Syncing demo: installing");
  assert.equal(workLine("Syncing demo", "x".repeat(90)).length, 60);
});

test("the project's own Python first, then what fits, the others with a word", () => {
  const python = (version: string, fits: boolean, isCurrent = false) => ({
    ...{ path: `/usr/bin/python${version}`, version, implementation: "cpython" },
    ...{ fits, is_current: isCurrent },
  });
  const pythons = [python("3.13", false), python("3.12", true), python("3.11", true, true)];
  const items = pythonItems(pythons);
  assert.deepEqual(
    items.map((it) => [it.label.replace(/\$\(\S+\) /, ""), it.description, it.python]),
    [
      ["As the project asks", "requires-python, .python-version", ""],
      ["Python 3.12", "", "/usr/bin/python3.12"],
      ["Python 3.11", "the present one", "/usr/bin/python3.11"],
      ["Python 3.13", "does not fit requires-python", "/usr/bin/python3.13"],
    ],
  );
});

test("of the holders of a project those that ended are forgotten", () => {
  const store = new Store();
  store.hold("/srv/demo", [holder(), holder({ pid: 8 })]);
  store.removeHolder("/srv/demo", 7);
  store.removeHolder("/srv/other", 7);
  assert.deepEqual(store.known.held.get("/srv/demo")?.map((it) => it.pid), [8]);
});

test("a row names its holder, other arguments none", () => {
  assert.equal(holderIn({ project: "/srv/demo", holder: holder() })?.pid, 7);
  assert.equal(holderIn({ project: "/srv/demo" }), undefined);
  assert.equal(holderIn("/srv/demo"), undefined);
});
