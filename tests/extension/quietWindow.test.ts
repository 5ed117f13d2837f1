import assert from "node:assert/strict";
import { test } from "node:test";
import type { Blocked } from "../../extension/src/protocol";
import { QuietWindow, type Ports, releaseQuestion } from "../../extension/src/release/quietWindow";
import { Registry } from "../../extension/src/release/registry";
import { holder } from "./reports";

const BLOCKED: Blocked = { project: "/srv/demo", paths: ["/srv/demo/.venv/a.so"], holders: [holder()] };

/** Everything that is done, in its order; `held` are the answers to one look after the other. */
function scene(more: Partial<Ports> & { readonly held?: readonly boolean[] } = {}) {
  const done: string[] = [];
  const looks = [...(more.held ?? [false])];
  const ports: Ports = {
    strategy: () => "ask",
    commands: () => ["terminal.killAll"],
    ask: () => Promise.resolve(true),
    run: (command) => Promise.resolve(done.push(command)),
    isHeld: () => Promise.resolve(looks.shift() ?? true),
    pause: () => Promise.resolve(void done.push("pause")),
    environmentOf: (project) => `${project}/.venv`,
    note: (line) => done.push(line),
    ...more,
  };
  return { done, quietWindow: new QuietWindow(ports, new Registry(ports.note)) };
}

test("after the user's word others let go, and the files are looked at", async () => {
  const { done, quietWindow } = scene({ held: [true, true, false] });
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

test("without the user's word nothing is pulled", async () => {
  const { done, quietWindow } = scene({ ask: () => Promise.resolve(false) });
  assert.equal(await quietWindow.release(BLOCKED), false);
  assert.deepEqual(done, []);
});

test("quiet asks nobody, never does nothing", async () => {
  const ask = () => Promise.reject(new Error("nobody may be asked"));
  assert.equal(await scene({ strategy: () => "quiet", ask }).quietWindow.release(BLOCKED), true);
  const { done, quietWindow } = scene({ strategy: () => "never", ask });
  assert.equal(await quietWindow.release(BLOCKED), false);
  assert.deepEqual(done, []);
});

test("where nobody can let go, nobody is asked", async () => {
  const ask = () => Promise.reject(new Error("nobody may be asked"));
  const { quietWindow } = scene({ commands: () => [], ask });
  assert.deepEqual([quietWindow.canAsk, await quietWindow.release(BLOCKED)], [false, false]);
});

test("what stays held is not called free, however long is looked", async () => {
  const { quietWindow } = scene({ held: [] });
  assert.equal(await quietWindow.release(BLOCKED), false);
});

test("one that fails is told, and keeps nobody from letting go", async () => {
  const run = () => Promise.reject(new Error("no such command"));
  const { done, quietWindow } = scene({ run });
  quietWindow.registry.register({
    id: "me.mine",
    release: () => Promise.reject(new Error("not now")),
    resume: () => undefined,
  });
  assert.equal(await quietWindow.release(BLOCKED), true);
  assert.deepEqual(done, ["me.mine: not now", "terminal.killAll: no such command"]);
});

test("who has left is not asked any more", async () => {
  const { done, quietWindow } = scene();
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
  assert.match(releaseQuestion(BLOCKED), /^python \(pid 7\) holds a\.so so that it cannot even be moved/);
  assert.match(releaseQuestion({ ...BLOCKED, holders: [] }), /^A program holds a\.so/);
});
