// Runs a Python script of this folder with the first Python that can: `node dev/python.mjs SCRIPT …`.
// Only modules that Node itself brings: this runs before anything was installed.

import { spawnSync } from "node:child_process";

const OLDEST = [3, 10];
const NEWEST_NAMED = 13;

// Newest first after the plain names, since those are what the user chose to be the default.
const named = Array.from({ length: NEWEST_NAMED - OLDEST[1] + 1 }, (_, step) => [
  `python3.${NEWEST_NAMED - step}`,
]);
const candidates = [["python3"], ["python"], ["py", "-3"], ...named];
const chosen = process.env.LOCKSTEP_PYTHON;

// Debian's python3 comes without ensurepip, and then cannot make an environment.
const question = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${OLDEST.join(", ")}))`;

function canServe([program, ...args]) {
  const answer = spawnSync(program, [...args, "-I", "-c", question], { stdio: "ignore" });
  return answer.status === 0;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

const found = (chosen ? [[chosen]] : candidates).find(canServe);
if (!found && chosen) {
  fail(`LOCKSTEP_PYTHON is ${chosen}, which is no Python ${OLDEST.join(".")} or newer with venv and pip`);
}
if (!found) {
  fail(
    `no Python ${OLDEST.join(".")} or newer with venv and pip was found ` +
      "(on Debian and Ubuntu: install python3-venv; elsewhere: set LOCKSTEP_PYTHON to one)",
  );
}

const [program, ...args] = found;
const run = spawnSync(program, [...args, ...process.argv.slice(2)], { stdio: "inherit" });
// A script that was ended by a signal has no status.
process.exit(run.status ?? 130);
