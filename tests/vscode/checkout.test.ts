// A user switches to a branch with a lockfile that pins other versions.

import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { openProblems, problems, status } from "./workbench/views";

journey("a checkout of another lockfile shows the drift", async ({ project, open }) => {
  const newest = project.pinned("click");
  await project.git("init", "--initial-branch=main");
  await project.git("add", "pyproject.toml", "uv.lock");
  await project.git("commit", "--message=newest");
  await project.git("checkout", "-b", "older");
  await project.uv("lock", "--upgrade-package=click==8.1.7");
  await project.git("commit", "--all", "--message=older");
  await project.git("checkout", "main");

  const page = await open();
  await openProblems(page);
  await expectEventually(() => status(page), "Lockstep: in step");
  await project.git("checkout", "older");
  await expectEventually(() => problems(page), [`6 Warning: click ${newest} is installed, but 8.1.7 is pinned`]);
  await project.git("checkout", "main");
  await expectEventually(() => problems(page), []);
  await expectEventually(() => status(page), "Lockstep: in step");
});
