// Searches for Pythons that may run the server, in order of preference.

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Candidate, ofHome, ofPath, ofUv } from "./candidates";
import { isOutside } from "./places";
import type { RunProgram } from "./probe";

export interface Places {
  readonly folders: readonly string[];
  readonly trusted: boolean;
  /** The entries of PATH outside of the workspace. */
  readonly entries: readonly string[];
  readonly platform: NodeJS.Platform;
  /** The working directory of programs that are run. */
  readonly home: string;
  /** The Pythons that are selected in other extensions. */
  readonly selected: () => Promise<readonly string[]>;
}

/** All candidates. What the workspace itself names is included only if it is trusted. */
export async function* discover(
  places: Places,
  run: RunProgram,
): AsyncIterable<Candidate> {
  const { entries, platform } = places;
  if (places.trusted) {
    yield* await ofEnvironments(places);
    yield* await ofSelected(places);
  }
  yield* await fromUv(places, run);
  yield* ofPath(entries, platform);
}

async function ofEnvironments({ folders, platform }: Places): Promise<readonly Candidate[]> {
  const texts = await Promise.all(folders.map((it) => text(join(it, ".venv", "pyvenv.cfg"))));
  return texts.flatMap((it) => ofHome(it, platform));
}

async function ofSelected({ selected, platform }: Places): Promise<readonly Candidate[]> {
  const from = "the selected interpreter";
  const found = (await selected()).map(async (python): Promise<readonly Candidate[]> => {
    const cfg = await text(join(dirname(dirname(python)), "pyvenv.cfg"));
    return cfg === "" ? [{ command: [python], from }] : ofHome(cfg, platform);
  });
  return (await Promise.all(found)).flat();
}

async function fromUv(
  { entries, platform, home, folders }: Places,
  run: RunProgram,
): Promise<readonly Candidate[]> {
  const find = ["python", "find", "--system", "--no-project", "--no-config"];
  for (const uv of ofUv(entries, platform)) {
    // An entry outside of the workspace may contain a link into it.
    const output = isOutside(uv, folders) ? await run([uv, ...find], home) : undefined;
    const python = output?.trim() ?? "";
    if (python !== "") {
      return [{ command: [python], from: "uv" }];
    }
  }
  return [];
}

async function text(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
