import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesOf, grouped, selectionOf } from "../../extension/src/commands/choices";
import { isAutomatic } from "../../extension/src/commands/argument";
import { nextCommand, noticeOf, outcomeOf, wouldReplace } from "../../extension/src/commands/outcome";
import { obstacleTo, requirementsOf, targetsWith } from "../../extension/src/commands/requirements";
import { stateKey, Store } from "../../extension/src/state";
import { checkLines, outcomeLines, statusOf } from "../../extension/src/tasks/transcript";
import { changedValues } from "../../extension/src/view/changedValues";
import { reportText } from "../../extension/src/view/report";
import { idleState, drifted, finding, installed, outcome, report } from "./reports";

const CHOICES = {
  ...{ extras: ["tables"], groups: ["dev", "docs"], members: ["demo"] },
  default_groups: ["dev"],
};

const OUTCOME = outcome();

test("the choices say what is selected now", () => {
  const found = choicesOf(report({ choices: CHOICES, selection: { extras: ["*"] } }));
  const picked = found.map((it) => `${it.kind} ${it.name} ${String(it.picked)} ${it.note}`.trim());
  assert.deepEqual(picked, [
    ...["extras tables true", "groups dev true by default", "groups docs false"],
  ]);
});

test("choices are grouped below a heading for each kind", () => {
  const found = grouped(choicesOf(report({ choices: CHOICES })));
  assert.deepEqual(
    found.map(([heading, members]) => `${heading}: ${members.length}`),
    ["Extras: 1", "Dependency groups: 2"],
  );
});

test("a selection contains only what differs from the defaults", () => {
  const project = report({ choices: CHOICES });
  const all = choicesOf(project);
  assert.deepEqual(selectionOf(project, all.filter((it) => it.name === "dev")), {});
  assert.deepEqual(selectionOf(project, all.filter((it) => it.name !== "dev")), {
    ...{ extras: ["tables"], groups: ["docs"], "no-groups": ["dev"] },
  });
});

test("a selection is read back unchanged", () => {
  const selection = { "no-groups": ["dev"], groups: ["docs"] };
  const project = report({ choices: CHOICES, selection });
  const picked = choicesOf(project).filter((it) => it.picked);
  assert.deepEqual(selectionOf(project, picked), { groups: ["docs"], "no-groups": ["dev"] });
});

test("requirements are split at their commas only", () => {
  const line = "httpx[http2,socks]>=0.27,<1, rich";
  assert.deepEqual(requirementsOf(line), ["httpx[http2,socks]>=0.27,<1", "rich"]);
});

test("a replacement of the environment needs a confirmation", () => {
  const error = { code: "would-replace", message: "uv replaces it", hint: "" };
  const refused = outcome({ outcome: "refused", error });
  assert.equal(wouldReplace(refused), true);
  assert.equal(wouldReplace(outcome({ outcome: "refused" })), false);
  assert.deepEqual(nextCommand(refused, drifted(), "lockstep.sync"), {
    ...{ title: "Sync…", command: "lockstep.sync" },
  });
});

test("a sync that the extension starts does not ask", () => {
  assert.equal(isAutomatic({ project: "/srv/demo", automatic: true }), true);
  assert.equal(isAutomatic({ project: "/srv/demo" }), false);
  assert.equal(isAutomatic("/srv/demo"), false);
});

test("an option is not a requirement", () => {
  assert.match(obstacleTo("--index-url=x") ?? "", /not a requirement/);
  assert.equal(obstacleTo("httpx>=0.27"), undefined);
});

test("a dependency is removed from the list that holds it", () => {
  const packages = [installed("iniconfig", { in: ["group dev"] })];
  const found = targetsWith(report({ choices: CHOICES, packages }), "iniconfig");
  assert.deepEqual(found, [{ label: "group dev", group: "dev" }]);
});

test("a successful outcome is quiet, a failed one is not", () => {
  const levels = (["done", "nothing", "refused", "cancelled", "failed"] as const).map(
    (it) => noticeOf(outcome({ outcome: it })).level,
  );
  assert.deepEqual(levels, ["quiet", "quiet", "warning", "warning", "error"]);
});

test("after a refusal because of the lockfile, Lock and Sync is offered", () => {
  const refused = outcome({ outcome: "refused" });
  const stale = drifted({ findings: [finding("lockfile-stale")] });
  assert.equal(nextCommand(refused, stale, "lockstep.sync")?.title, "Lock and Sync");
  assert.equal(nextCommand(refused, drifted(), "lockstep.sync"), undefined);
  assert.equal(nextCommand(OUTCOME, stale, "lockstep.sync"), undefined);
});

test("an answer that is not an outcome is ignored", () => {
  assert.equal(outcomeOf(null), undefined);
  assert.equal(outcomeOf({ outcome: "done" })?.message, "done");
});

test("a task prints findings with places, and fails while there is drift", () => {
  const found = checkLines(drifted({ findings: [finding("package-version", { package: "click" })] }));
  assert.deepEqual(found, [
    "/srv/demo: 1 drifted",
    "pyproject.toml:1:1: warning: package-version was found [package-version]",
    "  click 8.1.7 → 8.5.1",
  ]);
  assert.deepEqual([statusOf(OUTCOME), statusOf(undefined)], [0, 1]);
});

test("a failed task prints the installer's output first", () => {
  const installer = { command: [], exit: 2, message: "error: one\n  two" };
  const lines = outcomeLines({ ...OUTCOME, outcome: "failed", message: "It failed.", installer });
  assert.deepEqual(lines, ["error: one", "  two", "It failed."]);
});

test("a bug report contains no folder of the user and no password", () => {
  const text = reportText({
    versions: { Lockstep: "0.1.0" },
    settings: { uvPath: "/homes/ann/bin/uv", index: "https://ann:secret@index.example/simple" },
    known: idleState(drifted({ project: "/homes/ann/work" })),
    home: "/homes/ann",
    folders: ["/homes/ann/work"],
  });
  assert.doesNotMatch(text, /ann|secret/);
  assert.match(text, /<folder 1>: 1 drifted/);
  assert.match(text, /~\/bin\/uv/);
});

test("the innermost scope of a setting counts, and defaults are left out", () => {
  const set = { ignore: { globalValue: ["a"], workspaceFolderValue: ["b"] } };
  assert.deepEqual(changedValues((name) => (name === "ignore" ? set.ignore : {})), { ignore: ["b"] });
});

test("the welcome view of each state", () => {
  assert.equal(stateKey(new Store().known), "starting");
  assert.equal(stateKey(idleState()), "nothing");
  assert.equal(stateKey(idleState(report())), "projects");
});

test("a listener gets the current state and every change until it is disposed", () => {
  const store = new Store();
  const works: string[] = [];
  const subscription = store.subscribe((known) => works.push(known.work));
  store.update({ work: "Syncing" });
  subscription.dispose();
  store.update({ work: "" });
  assert.deepEqual(works, ["", "Syncing"]);
});
