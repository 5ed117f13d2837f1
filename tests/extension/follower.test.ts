import assert from "node:assert/strict";
import { test } from "node:test";
import { isFollowed, type OnManifestChange, startsInstaller } from "../../extension/src/follow/decide";
import { Follower } from "../../extension/src/follow/follower";
import { idleState, drifted, finding, report } from "./reports";

const MANIFEST = "/srv/demo/pyproject.toml";
const BUSY = { quiescent: false, health: "ok", message: "", environments: [] } as const;

/** A follower with a manual clock: `settle` runs the timers that are due. */
function follower(mode: OnManifestChange = "prompt", handled: readonly string[] = []) {
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
    handled,
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

test("a change that causes a drift leads to one question", () => {
  const { it, asked, settle } = follower();
  it.stateChanged(idleState(report()));
  it.fileChanged(MANIFEST);
  it.stateChanged(idleState(drifted()));
  settle();
  it.fileChanged(MANIFEST);
  settle();
  assert.deepEqual(asked, [
    "lockstep.sync: The environment of demo has drifted from its lockfile: 1 package. Sync it?",
  ]);
});

test("another drift leads to another question", () => {
  const { it, asked, settle } = follower();
  it.stateChanged(idleState(drifted()));
  it.fileChanged(MANIFEST);
  settle();
  it.stateChanged(idleState(drifted({ changes: [{ name: "rich", installed: null, expected: "13.0" }] })));
  it.fileChanged(MANIFEST);
  settle();
  assert.equal(asked.length, 2);
});

test("a stale lockfile is locked first", () => {
  const { it, asked, settle } = follower();
  it.stateChanged(idleState(report({ in_step: false, findings: [finding("lockfile-stale")] })));
  it.fileChanged(MANIFEST);
  settle();
  assert.match(asked[0] ?? "", /^lockstep\.lockAndSync: .*Lock and sync\?$/);
});

test("opening a drifted project leads to no question", () => {
  const { it, asked, settle } = follower();
  it.stateChanged(idleState(drifted()));
  settle();
  assert.deepEqual(asked, []);
});

test("no question is asked while a check or an installer runs", () => {
  const { it, asked, settle } = follower();
  it.stateChanged({ ...idleState(drifted()), status: BUSY });
  it.fileChanged(MANIFEST);
  settle();
  it.stateChanged({ ...idleState(drifted()), work: "Syncing demo" });
  settle();
  it.installerChanged(true);
  it.stateChanged(idleState(drifted()));
  settle();
  assert.deepEqual(asked, []);
  it.installerChanged(false);
  settle();
  assert.equal(asked.length, 1);
});

test("after a reload the same drift leads to no question", () => {
  const before = follower();
  before.it.stateChanged(idleState(drifted()));
  before.it.fileChanged(MANIFEST);
  before.settle();
  const { it, asked, settle } = follower("prompt", before.it.handled);
  it.stateChanged(idleState(drifted()));
  it.fileChanged(MANIFEST);
  settle();
  assert.deepEqual(asked, []);
});

for (const mode of ["off", "check"] as const) {
  test(`"${mode}" neither asks nor syncs`, () => {
    const { it, asked, synced, settle } = follower(mode);
    it.stateChanged(idleState(drifted()));
    it.fileChanged(MANIFEST);
    settle();
    assert.deepEqual([...asked, ...synced], []);
  });
}

test('"sync" syncs without a question', () => {
  const { it, asked, synced, settle } = follower("sync");
  it.stateChanged(idleState(drifted()));
  it.fileChanged(MANIFEST);
  settle();
  assert.deepEqual([asked, synced], [[], ["lockstep.sync"]]);
});

for (const code of ["manifest-unreadable", "lockfile-unreadable", "environment-incomplete"]) {
  test(`a sync that would be refused is not proposed: ${code}`, () => {
    const { it, asked, settle } = follower();
    it.stateChanged(idleState(drifted({ findings: [finding(code, { severity: "error" })] })));
    it.fileChanged(MANIFEST);
    settle();
    assert.deepEqual(asked, []);
  });
}

test("a changed file belongs to the innermost project that contains it", () => {
  const { it, asked, settle } = follower();
  it.stateChanged(idleState(drifted(), report({ project: "/srv/demo/inner" })));
  it.fileChanged("/srv/demo/inner/pyproject.toml");
  settle();
  assert.deepEqual(asked, []);
});

test("installers are recognized by their command line", () => {
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
