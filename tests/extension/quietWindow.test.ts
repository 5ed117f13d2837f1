import assert from "node:assert/strict";
import { test } from "node:test";
import type { Blocked } from "../../extension/src/protocol";
import { QuietWindow, type Ports, releaseQuestion } from "../../extension/src/release/quietWindow";
import { Registry } from "../../extension/src/release/registry";
import { holder } from "./reports";

const BLOCKED: Blocked = { project: "/srv/demo", paths: ["/srv/demo/.venv/a.so"], holders: [holder()] };

/** A quiet window that records all actions in `done`; `held` are the results of the checks. */
function recordingWindow(more: Partial<Ports> & { readonly held?: readonly boolean[] } = {}) {
  const done: string[] = [];
  const checks = [...(more.held ?? [false])];
  const ports: Ports = {
    strategy: () => "ask",
    commands: () => ["terminal.killAll"],
    ask: () => Promise.resolve(true),
    run: (command) => Promise.resolve(done.push(command)),
    isHeld: () => Promise.resolve(checks.shift() ?? true),
    pause: () => Promise.resolve(void done.push("pause")),
    environmentOf: (project) => `${project}/.venv`,
    log: (line) => done.push(line),
    ...more,
  };
  return { done, quietWindow: new QuietWindow(ports, new Registry(ports.log)) };
}

test("after consent files are released, and checked until they are free", async () => {
  const { done, quietWindow } = recordingWindow({ held: [true, true, false] });
  quietWindow.registry.register({
    id: "me.mine",
    release: (environment) => void done.push(`release ${environment}`),
    resume: () => void done.push("resume"),
  });
  assert.equal(await quietWindow.release(BLOCKED), true);
  await quietWindow.resume();
  await quietWindow.resume();
  const expected = ["release /srv/demo/.venv", "terminal.killAll", "pause", "pause", "resume"];
  assert.deepEqual(done, expected);
});

test("without consent nothing is released", async () => {
  const { done, quietWindow } = recordingWindow({ ask: () => Promise.resolve(false) });
  assert.equal(await quietWindow.release(BLOCKED), false);
  assert.deepEqual(done, []);
});

test("quiet does not ask, never does nothing", async () => {
  const ask = () => Promise.reject(new Error("no question expected"));
  assert.equal(await recordingWindow({ strategy: () => "quiet", ask }).quietWindow.release(BLOCKED), true);
  const { done, quietWindow } = recordingWindow({ strategy: () => "never", ask });
  assert.equal(await quietWindow.release(BLOCKED), false);
  assert.deepEqual(done, []);
});

test("without extensions and commands no question is asked", async () => {
  const ask = () => Promise.reject(new Error("no question expected"));
  const { quietWindow } = recordingWindow({ commands: () => [], ask });
  assert.deepEqual([quietWindow.canRelease, await quietWindow.release(BLOCKED)], [false, false]);
});

test("files that stay held are reported as not released", async () => {
  const { quietWindow } = recordingWindow({ held: [] });
  assert.equal(await quietWindow.release(BLOCKED), false);
});

test("a failing extension or command is logged and does not stop the others", async () => {
  const run = () => Promise.reject(new Error("no such command"));
  const { done, quietWindow } = recordingWindow({ run });
  quietWindow.registry.register({
    id: "me.mine",
    release: () => Promise.reject(new Error("not now")),
    resume: () => undefined,
  });
  assert.equal(await quietWindow.release(BLOCKED), true);
  assert.deepEqual(done, ["me.mine: not now", "terminal.killAll: no such command"]);
});

test("a disposed registration is not called", async () => {
  const { done, quietWindow } = recordingWindow();
  const registration = quietWindow.registry.register({
    id: "me.mine",
    release: () => void done.push("release"),
    resume: () => undefined,
  });
  registration.dispose();
  await quietWindow.releaseAll("/srv/demo");
  assert.deepEqual(done, ["terminal.killAll"]);
});

test("the question names the holder and the file", () => {
  assert.match(releaseQuestion(BLOCKED), /^python \(pid 7\) holds a\.so, which cannot be moved\./);
  assert.match(releaseQuestion({ ...BLOCKED, holders: [] }), /^A program holds a\.so/);
});
