import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseAfter, recent } from "../../extension/src/launch/backoff";
import type { Found } from "../../extension/src/launch/find";
import { Supervisor } from "../../extension/src/launch/supervisor";

const FOUND: Found = { python: "/usr/bin/python3", version: "3.11", from: "PATH" };

/** A supervisor with fake servers; the test decides when they exit and when timers run. */
function supervisorWithFakes(first: Found = FOUND) {
  const events: string[] = [];
  const exits: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  const conditions = { found: first, fails: false };
  const supervisor = new Supervisor({
    find: () => Promise.resolve(conditions.found),
    start: (python, onExit) => {
      exits.push(onExit);
      events.push(`start ${python}`);
      const running = { stop: () => Promise.resolve(void events.push("stop")) };
      return conditions.fails ? Promise.reject(new Error("no")) : Promise.resolve(running);
    },
    onPhase: (phase) => events.push(phase.kind),
    log: () => undefined,
    later: (run, milliseconds) => {
      events.push(`wait ${milliseconds}`);
      waiting.push(run);
      return () => waiting.splice(waiting.indexOf(run), 1);
    },
    now: () => 0,
  });
  return { supervisor, events, exits, waiting, conditions };
}

test("a restart stops the server before it starts a new one", async () => {
  const { supervisor, events } = supervisorWithFakes();
  await supervisor.restart();
  await supervisor.restart();
  const begin = ["starting", "start /usr/bin/python3", "running"];
  assert.deepEqual(events, [...begin, "stop", ...begin]);
});

test("restarts that are requested at the same time are one restart", async () => {
  const { supervisor, events } = supervisorWithFakes();
  await Promise.all([supervisor.restart(), supervisor.restart(), supervisor.restart()]);
  assert.equal(events.filter((it) => it.startsWith("start ")).length, 1);
});

test("a crashed server is restarted, with growing delays", async () => {
  const { supervisor, events, exits, waiting } = supervisorWithFakes();
  await supervisor.restart();
  exits[0]?.();
  waiting.pop()?.();
  await supervisor.reconsider();
  exits[1]?.();
  assert.deepEqual(events.filter((it) => /wait|start /.test(it)), [
    ...["start /usr/bin/python3", "wait 500", "start /usr/bin/python3", "wait 1000"],
  ]);
});

test("a failed start counts as one crash", async () => {
  const { supervisor, events, exits, conditions } = supervisorWithFakes();
  conditions.fails = true;
  await supervisor.restart();
  exits[0]?.();
  assert.deepEqual(events, ["starting", "start /usr/bin/python3", "wait 500", "stopped"].sort(byTime(events)));
});

test("changed settings restart the server only if another Python is found", async () => {
  const { supervisor, events, conditions } = supervisorWithFakes();
  await supervisor.restart();
  await supervisor.reconsider();
  conditions.found = { ...FOUND, python: "/opt/python" };
  await supervisor.reconsider();
  assert.deepEqual(events.filter((it) => it.startsWith("start ")), [
    ...["start /usr/bin/python3", "start /opt/python"],
  ]);
});

test("without a Python the server starts once one is found", async () => {
  const { supervisor, events, conditions } = supervisorWithFakes({ refused: ["/x: is too old"] });
  await supervisor.restart();
  conditions.found = FOUND;
  await supervisor.reconsider();
  assert.deepEqual(events, ["no-python", "starting", "start /usr/bin/python3", "running"]);
});

test("a disposed supervisor starts nothing", async () => {
  const { supervisor, events, exits } = supervisorWithFakes();
  await supervisor.restart();
  await supervisor.dispose();
  exits[0]?.();
  await supervisor.restart();
  assert.equal(events.filter((it) => it.startsWith("start ")).length, 1);
});

test("delays double up to a minute, and old crashes do not count", () => {
  assert.deepEqual([1, 2, 3, 20].map(pauseAfter), [500, 1000, 2000, 60_000]);
  assert.deepEqual(recent([0, 100_000], 200_000), [100_000]);
});

/** Compares events by the order in which they occurred. */
function byTime(events: readonly string[]) {
  return (one: string, other: string) => events.indexOf(one) - events.indexOf(other);
}
