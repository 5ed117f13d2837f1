// A user opens a project, drifted or in step.

import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { openProblems, problems, status } from "./workbench/views";

journey("the Problems view shows each finding at its line", async ({ project, open, picture }) => {
  await project.uv("pip", "install", "click==8.1.7");
  await project.uv("pip", "uninstall", "iniconfig");
  const page = await open();
  await openProblems(page);
  await expectEventually(
    () => problems(page),
    [
      `6 Warning: click 8.1.7 is installed, but ${project.pinned("click")} is pinned`,
      `7 Warning: iniconfig ${project.pinned("iniconfig")} is not installed`,
    ],
  );
  await expectEventually(() => status(page), "Lockstep: 2 drifted");
  await picture("findings");
});

journey("a project that is in step has no problems", async ({ open, picture }) => {
  const page = await open();
  await openProblems(page);
  await expectEventually(() => status(page), "Lockstep: in step");
  await expectEventually(() => problems(page), []);
  await picture("In step");
});
