import assert from "node:assert/strict";
import { test } from "node:test";
import { labelOf, summarize } from "../../extension/src/view/summary";
import { idleState, drifted, finding, report } from "./reports";

const labelFor = (...args: Parameters<typeof summarize>) => labelOf(summarize(...args));

test("the status bar says in step, N drifted, busy and error", () => {
  const running = idleState(report());
  assert.equal(labelFor(running), "$(check) Lockstep: in step");
  assert.equal(labelFor(idleState(drifted())), "$(warning) Lockstep: 1 drifted");
  assert.equal(labelFor(idleState()), "$(circle-slash) Lockstep");
  assert.equal(labelFor({ ...running, work: "Syncing demo" }), "$(sync~spin) Syncing demo");
  const noPython = { ...running, phase: { kind: "no-python", reason: "none" } } as const;
  assert.equal(labelFor(noPython), "$(error) Lockstep: no Python");
});

test("the first check is shown as busy, later ones keep the last result", () => {
  const known = idleState(report());
  const status = known.status && { ...known.status, quiescent: false };
  assert.equal(labelFor({ ...known, status }), "$(check) Lockstep: in step");
  assert.equal(labelFor({ ...known, projects: [], status }), "$(sync~spin) Lockstep: checking");
});

test("a failed check is shown as neither in step nor drifted", () => {
  const unreadable = finding("manifest-unreadable", { severity: "error" });
  const known = idleState(report({ in_step: false, findings: [unreadable] }));
  assert.equal(labelFor(known), "$(error) Lockstep: could not check");
  assert.equal(labelFor(idleState(report({ in_step: false }))), "$(error) Lockstep: could not check");
});

test("an error of the server is shown", () => {
  const known = idleState();
  const message = "Lockstep runs from /srv, inside of /srv";
  const status = known.status && { ...known.status, health: "error" as const, message };
  const inside = { ...known, projects: [report()], status };
  assert.equal(labelFor(inside), `$(error) Lockstep: ${message}`);
});

test("a package that drifted in two ways counts once", () => {
  const twice = drifted({
    findings: [
      finding("package-version", { package: "click" }),
      finding("package-damaged", { package: "click" }),
    ],
  });
  assert.equal(labelFor(idleState(twice)), "$(warning) Lockstep: 1 drifted");
});

test("the tooltip names environment, Python and lockfile, with commands as links", () => {
  const { tooltip } = summarize(idleState(drifted()));
  for (const part of ["**demo** — 1 drifted", "`.venv`", "CPython 3.11.7", "`uv.lock`"]) {
    assert.ok(tooltip.includes(part), `${part} is missing in ${tooltip}`);
  }
  assert.match(tooltip, /\[Sync\]\(command:lockstep\.sync\?%5B/);
});

test("an untrusted workspace offers no sync", () => {
  const { tooltip } = summarize({ ...idleState(drifted()), trusted: false });
  assert.doesNotMatch(tooltip, /lockstep\.sync/);
  assert.match(tooltip, /Untrusted workspace/);
});

test("the name of a folder cannot add a link to the tooltip", () => {
  const project = "/srv/[x](command:evil)";
  const { tooltip } = summarize(idleState(drifted({ project })));
  assert.doesNotMatch(tooltip, /\]\(command:evil/);
});

test("the name of a file adds no link, image, icon or command to the tooltip", () => {
  const name = "/srv/a\n\n![x](evil.png) [run](command:lockstep.sync) $(bug) \u202e\u001b[2J";
  const known = idleState(report({ project: name, environment: `${name}/.venv` }));
  const { tooltip } = summarize(known);
  const links = [...tooltip.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map((it) => it[1]);
  const own = tooltip.split("\n").filter((it) => !it.includes("`") && !it.startsWith("**"));
  assert.ok(links.length >= 2);
  assert.ok(!own.join("\n").includes("evil"), tooltip);
  // eslint-disable-next-line no-control-regex -- the pattern matches control characters
  assert.doesNotMatch(tooltip, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  assert.ok(tooltip.includes("\\!\\[x\\]\\(evil.png\\)"), tooltip);
});

test("a name adds no icon to the status bar text", () => {
  const known = { ...idleState(report()), work: "Syncing $(bug) \u202e" };
  assert.equal(labelFor(known), "$(sync~spin) Syncing $ (bug) \\u202e");
});
