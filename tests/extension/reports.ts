// Values for tests; a test states only the fields that matter to it.

import type { Finding, Holder, Outcome, Package, Report } from "../../extension/src/protocol";
import { type Known, NOTHING_KNOWN } from "../../extension/src/state";

const START = { line: 0, character: 0 };

export function finding(code: string, more: Partial<Finding> = {}): Finding {
  return {
    ...{ code, severity: "warning", message: `${code} was found`, package: null },
    ...{ installed: null, expected: null, path: "/srv/demo/pyproject.toml", fixes: [] },
    range: { start: START, end: START },
    ...more,
  };
}

export function report(more: Partial<Report> = {}): Report {
  return {
    ...{ project: "/srv/demo", environment: "/srv/demo/.venv", installer: "uv" },
    ...{ manifest: "/srv/demo/pyproject.toml", lockfile: "/srv/demo/uv.lock" },
    ...{ selection: {}, in_step: true, action: "check", findings: [], changes: [] },
    ...more,
  };
}

export function drifted(more: Partial<Report> = {}): Report {
  const version = { package: "click", installed: "8.1.7", expected: "8.5.1" };
  return report({
    in_step: false,
    findings: [finding("package-version", version)],
    changes: [{ name: "click", installed: "8.1.7", expected: "8.5.1" }],
    ...more,
  });
}

export function installed(name: string, more: Partial<Package> = {}): Package {
  return { name, pinned: "1.0", installed: "1.0", direct: true, in: ["dependencies"], ...more };
}

/** A Python process in a terminal that has loaded a file of the environment. */
export function holder(more: Partial<Holder> = {}): Holder {
  return {
    ...{ pid: 7, name: "python", command: "/srv/demo/.venv/bin/python -m http.server" },
    ...{ started: 1, how: "mapped", files: ["/srv/demo/.venv/lib/a.so"], via: "a terminal" },
    lever: "",
    ...more,
  };
}

export function outcome(more: Partial<Outcome> = {}): Outcome {
  return {
    ...{ outcome: "done", message: "Synced demo: 1 package changed.", changes: [], warnings: [] },
    error: null,
    ...{ blocked: [], holders: [], installer: { command: [], exit: 0, message: "" } },
    ...more,
  };
}

/** The state after an idle server has checked these projects. */
export function idleState(...projects: Report[]): Known {
  const environments = projects.map((it) => ({
    ...{ project: it.project, environment: it.environment, python: "CPython 3.11.7" },
    ...{ in_step: it.in_step, message: "" },
  }));
  const health = projects.every((it) => it.in_step) ? "ok" : "warning";
  return {
    ...NOTHING_KNOWN,
    ...{ phase: { kind: "running" }, trusted: true, projects },
    status: { health, quiescent: true, message: "", environments },
  };
}
