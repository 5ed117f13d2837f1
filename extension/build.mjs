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
  // The Node version of the oldest supported VS Code.
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: true,
  legalComments: "none",
  metafile: true,
});

// The source files of the bundle, for the license notices.
writeFileSync(join(here, "dist", "made-of.json"), JSON.stringify(Object.keys(made.metafile.inputs)));
