import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseAfter, recent } from "../../extension/src/launch/backoff";
import type { Found } from "../../extension/src/launch/find";
import { Supervisor } from "../../extension/src/launch/supervisor";

const FOUND: Found = { python: "/usr/bin/python3", version: "3.11", from: "PATH" };

/** A supervisor with servers that die when they are told to. */
function stage(first: Found = FOUND) {
  const events: string[] = [];
  const dying: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  const world = { found: first, fails: false };
  const supervisor = new Supervisor({
    find: () => Promise.resolve(world.found),
    start: (python, died) => {
      dying.push(died);
      events.push(`start ${python}`);
      const running = { stop: () => Promise.resolve(void events.push("stop")) };
      return world.fails ? Promise.reject(new Error("no")) : Promise.resolve(running);
    },
    tell: (phase) => events.push(phase.kind),
    note: () => undefined,
    later: (run, milliseconds) => {
      events.push(`wait ${milliseconds}`);
      waiting.push(run);
      return () => waiting.splice(waiting.indexOf(run), 1);
    },
    now: () => 0,
  });
  return { supervisor, events, dying, waiting, world };
}

test("starts, and stops before it starts again", async () => {
  const { supervisor, events } = stage();
  await supervisor.restart();
  await supervisor.restart();
  const begin = ["starting", "start /usr/bin/python3", "running"];
  assert.deepEqual(events, [...begin, "stop", ...begin]);
});

test("who asks for a restart while one waits gets that one", async () => {
  const { supervisor, events } = stage();
  await Promise.all([supervisor.restart(), supervisor.restart(), supervisor.restart()]);
  assert.equal(events.filter((it) => it.startsWith("start ")).length, 1);
});

test("a server that dies comes back, later each time", async () => {
  const { supervisor, events, dying, waiting } = stage();
  await supervisor.restart();
  dying[0]?.();
  waiting.pop()?.();
  await supervisor.reconsider();
  dying[1]?.();
  assert.deepEqual(events.filter((it) => /wait|start /.test(it)), [
    ...["start /usr/bin/python3", "wait 500", "start /usr/bin/python3", "wait 1000"],
  ]);
});

test("a server that does not start counts as one that died, once", async () => {
  const { supervisor, events, dying, world } = stage();
  world.fails = true;
  await supervisor.restart();
  dying[0]?.();
  assert.deepEqual(events, ["starting", "start /usr/bin/python3", "wait 500", "stopped"].sort(byTime(events)));
});

test("a change of settings restarts only where another Python is found", async () => {
  const { supervisor, events, world } = stage();
  await supervisor.restart();
  await supervisor.reconsider();
  world.found = { ...FOUND, python: "/opt/python" };
  await supervisor.reconsider();
  assert.deepEqual(events.filter((it) => it.startsWith("start ")), [
    ...["start /usr/bin/python3", "start /opt/python"],
  ]);
});

test("without a Python it says why, and starts when there is one", async () => {
  const { supervisor, events, world } = stage({ refused: ["/x: is too old"] });
  await supervisor.restart();
  world.found = FOUND;
  await supervisor.reconsider();
  assert.deepEqual(events, ["no-python", "starting", "start /usr/bin/python3", "running"]);
});

test("after its end nothing is started, whatever was due", async () => {
  const { supervisor, events, dying } = stage();
  await supervisor.restart();
  await supervisor.dispose();
  dying[0]?.();
  await supervisor.restart();
  assert.equal(events.filter((it) => it.startsWith("start ")).length, 1);
});

test("pauses double up to a minute, and old crashes are forgotten", () => {
  assert.deepEqual([1, 2, 3, 20].map(pauseAfter), [500, 1000, 2000, 60_000]);
  assert.deepEqual(recent([0, 100_000], 200_000), [100_000]);
});

/** The order in which things happened. */
function byTime(events: readonly string[]) {
  return (one: string, other: string) => events.indexOf(one) - events.indexOf(other);
}
