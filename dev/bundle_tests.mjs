// Bundles each test of a folder into one JavaScript file: `node dev/bundle_tests.mjs FOLDER INTO`.
// npm packages are not bundled. There is no module `vscode`, so unit tests that import it fail.

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const [folder, into] = process.argv.slice(2);
const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
if (tests.length === 0) {
  console.error(`no tests in ${folder}`);
  process.exit(1);
}

// Remove bundles of tests that no longer exist.
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
