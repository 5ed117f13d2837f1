// A user syncs the environment with a quick fix.

import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { lenses, quickFix } from "./workbench/editor";
import { openFile } from "./workbench/palette";
import { notifications, openProblems, problems, status } from "./workbench/views";

journey("the quick fix syncs, and everything is in step", async ({ project, open, picture }) => {
  await project.uv("pip", "install", "click==8.1.7");
  await project.uv("pip", "uninstall", "iniconfig");
  const page = await open();
  await openProblems(page);
  await openFile(page, "pyproject.toml");
  await expectEventually(() => status(page), "Lockstep: 2 drifted");
  await quickFix(page, 6, 8, "Sync environment with lockfile");
  await expectEventually(() => status(page), "Lockstep: in step");
  await expectEventually(() => problems(page), []);
  await expectEventually(async () => (await lenses(page)).join().split(",")[0], "Lockstep: in step");
  await expectEventually(() => notifications(page), []);
  await picture("synced");
});
