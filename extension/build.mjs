// Bundles the extension into extension/dist/main.js: `node extension/build.mjs`.

import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

const made = await build({
  entryPoints: [join(here, "src", "main.ts")],
  outfile: join(here, "dist", "main.js"),
  bundle: true,
  platform: "node",
  // The Node of the oldest VS Code that is supported.
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: true,
  legalComments: "none",
  metafile: true,
});

// Whose code is in the bundle, for the notices that go with it.
writeFileSync(join(here, "dist", "made-of.json"), JSON.stringify(Object.keys(made.metafile.inputs)));
