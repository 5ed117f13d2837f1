// Runs a Python script with the first suitable Python: `node dev/python.mjs SCRIPT …`.
// It uses only Node's own modules, because it runs before anything is installed.

import { spawnSync } from "node:child_process";

const OLDEST = [3, 10];
const NEWEST_NAMED = 13;

// After the plain names, which are the user's default, the newest version first.
const named = Array.from({ length: NEWEST_NAMED - OLDEST[1] + 1 }, (_, step) => [
  `python3.${NEWEST_NAMED - step}`,
]);
const candidates = [["python3"], ["python"], ["py", "-3"], ...named];
const chosen = process.env.LOCKSTEP_PYTHON;

// Debian's python3 has no ensurepip by default and then cannot create an environment.
const script = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${OLDEST.join(", ")}))`;

function isSuitable([program, ...args]) {
  const answer = spawnSync(program, [...args, "-I", "-c", script], { stdio: "ignore" });
  return answer.status === 0;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

const found = (chosen ? [[chosen]] : candidates).find(isSuitable);
if (!found && chosen) {
  fail(`LOCKSTEP_PYTHON is ${chosen}, which is not a Python ${OLDEST.join(".")} or newer with venv and pip`);
}
if (!found) {
  fail(
    `no Python ${OLDEST.join(".")} or newer with venv and pip was found ` +
      "(on Debian and Ubuntu: install python3-venv; elsewhere: set LOCKSTEP_PYTHON to one)",
  );
}

const [program, ...args] = found;
const run = spawnSync(program, [...args, ...process.argv.slice(2)], { stdio: "inherit" });
// The status is null if a signal ended the script.
process.exit(run.status ?? 130);
