// A workspace with two projects.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { makeProject } from "./harness/project";
import { environment, openEnvironment, openProblems, problems, status } from "./workbench/views";

journey("each folder of a workspace has its own findings", async ({ folder, project, ...it }) => {
  const other = await makeProject(join(folder, "other"));
  await project.uv("pip", "uninstall", "iniconfig");
  await other.uv("pip", "install", "click==8.1.7");
  const workspace = join(folder, "both.code-workspace");
  const folders = [project, other].map((each) => ({ path: each.folder }));
  writeFileSync(workspace, JSON.stringify({ folders }));

  const page = await it.open({}, workspace);
  await openProblems(page);
  await expectEventually(
    async () => (await problems(page)).sort(),
    [
      `6 Warning: click 8.1.7 is installed, but ${other.pinned("click")} is pinned`,
      `7 Warning: iniconfig ${project.pinned("iniconfig")} is not installed`,
    ],
  );
  await expectEventually(() => status(page), "Lockstep: 2 drifted");
  await openEnvironment(page);
  await expectEventually(
    async () => (await environment(page)).filter((row) => row.endsWith("drifted")),
    ["my Café 1 drifted", "other 1 drifted"],
  );
  await it.picture("two folders");
  await other.uv("sync");
  await expectEventually(() => status(page), "Lockstep: 1 drifted");
});
