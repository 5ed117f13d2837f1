// An untrusted project that contains its own programs wherever one might be searched.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { defaultPath } from "./harness/codeServer";
import { eventually, expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { serversBelow } from "./harness/processes";
import type { Project } from "./harness/project";
import { command } from "./workbench/palette";
import { openProblems, problems, status } from "./workbench/views";

const RESTRICTED = { "security.workspace.trust.startupPrompt": "never" };

journey("a program of the workspace never runs, neither before nor after trust", async (it) => {
  const { folder, project } = it;
  const found = [`7 Warning: iniconfig ${project.pinned("iniconfig")} is not installed`];
  await project.uv("pip", "uninstall", "iniconfig");
  const runs = join(folder, "runs of planted programs");
  writeFileSync(runs, "");
  plant(project, runs);
  // PATH with relative entries, which lead into the project, and an absolute one within it.
  const path = [".", "tools", join(project.folder, "tools"), defaultPath(folder)].join(":");

  const options = { isTrusted: false, settings: RESTRICTED, path, cwd: project.folder };
  const page = await it.open(options);
  await openProblems(page);
  await expectEventually(() => problems(page), found);
  await expectEventually(() => status(page), "Lockstep: 1 drifted");
  await it.picture("untrusted");
  assert.equal(readFileSync(runs, "utf8"), "");

  const before = serversBelow(it.pid());
  await command(page, "Workspaces: Manage Workspace Trust");
  await page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).click();
  await eventually(() => {
    assert.notDeepEqual(serversBelow(it.pid()), before);
  });
  await page.keyboard.press("Escape");
  await expectEventually(() => problems(page), found);
  await expectEventually(() => status(page), "Lockstep: 1 drifted");
  await it.picture("trusted");
  assert.equal(readFileSync(runs, "utf8"), "");
});

/** Write programs that log their runs. There is no git, because VS Code itself runs one. */
function plant(project: Project, runs: string): void {
  for (const directory of [".", "tools", ".venv/bin"]) {
    for (const name of ["python", "python3", "python3.11", "uv"]) {
      const path = join(project.folder, directory, name);
      mkdirSync(dirname(path), { recursive: true });
      // An existing link must be replaced, not written through.
      rmSync(path, { force: true });
      const log = `echo "$0 $* for $(tr '\\0' ' ' < /proc/$PPID/cmdline)" >> "${runs}"`;
      writeFileSync(path, `#!/bin/sh\n${log}\n`);
      chmodSync(path, 0o755);
    }
  }
}
