import assert from "node:assert/strict";
import { test } from "node:test";
import { isFollowed, type OnManifestChange, startsInstaller } from "../../extension/src/follow/decide";
import { Follower } from "../../extension/src/follow/follower";
import { atRest, drifted, finding, report } from "./reports";

const MANIFEST = "/srv/demo/pyproject.toml";
const BUSY = { quiescent: false, health: "ok", message: "", environments: [] } as const;

/** A follower whose time passes only when it is told to. */
function follower(mode: OnManifestChange = "prompt", told: readonly string[] = []) {
  const waiting = new Set<() => void>();
  const asked: string[] = [];
  const synced: string[] = [];
  const it = new Follower(
    {
      mode: () => mode,
      ask: ({ question, command }) => asked.push(`${command}: ${question}`),
      sync: ({ command }) => synced.push(command),
      later: (run) => {
        waiting.add(run);
        return () => waiting.delete(run);
      },
    },
    told,
  );
  const settle = () => {
    const due = [...waiting];
    waiting.clear();
    for (const run of due) {
      run();
    }
  };
  return { it, asked, synced, settle };
}

test("a change that leads to a drift is asked about once", () => {
  const { it, asked, settle } = follower();
  it.heard(atRest(report()));
  it.changed(MANIFEST);
  it.heard(atRest(drifted()));
  settle();
  it.changed(MANIFEST);
  settle();
  assert.deepEqual(asked, [
    "lockstep.sync: The environment of demo has drifted from its lockfile: 1 package. Sync it?",
  ]);
});

test("another drift is asked about again", () => {
  const { it, asked, settle } = follower();
  it.heard(atRest(drifted()));
  it.changed(MANIFEST);
  settle();
  it.heard(atRest(drifted({ changes: [{ name: "rich", installed: null, expected: "13.0" }] })));
  it.changed(MANIFEST);
  settle();
  assert.equal(asked.length, 2);
});

test("a lockfile that does not fit is made first", () => {
  const { it, asked, settle } = follower();
  it.heard(atRest(report({ in_step: false, findings: [finding("lockfile-stale")] })));
  it.changed(MANIFEST);
  settle();
  assert.match(asked[0] ?? "", /^lockstep\.lockAndSync: .*Lock and sync\?$/);
});

test("nobody is asked without a change: opening a drifted project is no reason", () => {
  const { it, asked, settle } = follower();
  it.heard(atRest(drifted()));
  settle();
  assert.deepEqual(asked, []);
});

test("nobody is asked while a check or an installer is at work", () => {
  const { it, asked, settle } = follower();
  it.heard({ ...atRest(drifted()), status: BUSY });
  it.changed(MANIFEST);
  settle();
  it.heard({ ...atRest(drifted()), work: "Syncing demo" });
  settle();
  it.installer(true);
  it.heard(atRest(drifted()));
  settle();
  assert.deepEqual(asked, []);
  it.installer(false);
  settle();
  assert.equal(asked.length, 1);
});

test("what was told before a reload is not told again", () => {
  const before = follower();
  before.it.heard(atRest(drifted()));
  before.it.changed(MANIFEST);
  before.settle();
  const { it, asked, settle } = follower("prompt", before.it.told);
  it.heard(atRest(drifted()));
  it.changed(MANIFEST);
  settle();
  assert.deepEqual(asked, []);
});

for (const mode of ["off", "check"] as const) {
  test(`with "${mode}" nobody is asked and nothing is synced`, () => {
    const { it, asked, synced, settle } = follower(mode);
    it.heard(atRest(drifted()));
    it.changed(MANIFEST);
    settle();
    assert.deepEqual([...asked, ...synced], []);
  });
}

test('with "sync" it is synced without a question', () => {
  const { it, asked, synced, settle } = follower("sync");
  it.heard(atRest(drifted()));
  it.changed(MANIFEST);
  settle();
  assert.deepEqual([asked, synced], [[], ["lockstep.sync"]]);
});

for (const code of ["manifest-unreadable", "lockfile-unreadable", "environment-incomplete"]) {
  test(`a sync that would be refused is not proposed: ${code}`, () => {
    const { it, asked, settle } = follower();
    it.heard(atRest(drifted({ findings: [finding(code, { severity: "error" })] })));
    it.changed(MANIFEST);
    settle();
    assert.deepEqual(asked, []);
  });
}

test("the project of a changed file is the deepest one that it lies in", () => {
  const { it, asked, settle } = follower();
  it.heard(atRest(drifted(), report({ project: "/srv/demo/inner" })));
  it.changed("/srv/demo/inner/pyproject.toml");
  settle();
  assert.deepEqual(asked, []);
});

test("installers are known by their line in a terminal", () => {
  const lines = ["uv sync", "UV_LINK_MODE=copy uv pip install x", "cd a && poetry install"];
  const others = ["uvx ruff", "echo uv", "git checkout main", "ls | grep pip"];
  const more = ["python -m pip install x", "C:\\tools\\uv.exe sync", "/usr/bin/pip3 install x"];
  assert.deepEqual([...lines, ...more].filter((it) => !startsInstaller(it)), []);
  assert.deepEqual(others.filter(startsInstaller), []);
});

test("the files that are followed", () => {
  const followed = ["/a/pyproject.toml", "C:\\a\\uv.lock", "/a/.python-version"];
  assert.deepEqual(followed.filter((it) => !isFollowed(it)), []);
  assert.ok(!isFollowed("/a/my-pyproject.toml"));
});
