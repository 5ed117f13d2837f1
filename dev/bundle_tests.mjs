// Makes one JavaScript file of each test of a folder: `node dev/bundle_tests.mjs FOLDER INTO`.
// What comes from npm stays where it is; `vscode` is nowhere, so a unit that needs it fails.

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const [folder, into] = process.argv.slice(2);
const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
if (tests.length === 0) {
  console.error(`there is no test in ${folder}`);
  process.exit(1);
}

// The test of a source that is gone must not run on.
rmSync(into, { recursive: true, force: true });
await build({
  entryPoints: tests.map((name) => join(folder, name)),
  outdir: into,
  bundle: true,
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});
