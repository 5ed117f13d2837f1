// Looks for Pythons that may run the server, in the order of preference.

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Candidate, ofHome, ofPath, ofUv } from "./candidates";
import { isOutside } from "./places";
import type { Ask } from "./probe";

export interface Places {
  readonly folders: readonly string[];
  readonly trusted: boolean;
  /** The entries of PATH outside of the workspace. */
  readonly entries: readonly string[];
  readonly platform: NodeJS.Platform;
  /** Where programs are run. */
  readonly home: string;
  /** The Pythons that are selected in other extensions. */
  readonly selected: () => Promise<readonly string[]>;
}

/** The candidates; those of the workspace's own making only where it is trusted. */
export async function* discover(places: Places, asking: Ask): AsyncIterable<Candidate> {
  const { entries, platform } = places;
  if (places.trusted) {
    yield* await ofEnvironments(places);
    yield* await ofSelected(places);
  }
  yield* await fromUv(places, asking);
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
  asking: Ask,
): Promise<readonly Candidate[]> {
  const question = ["python", "find", "--system", "--no-project", "--no-config"];
  for (const uv of ofUv(entries, platform)) {
    // What PATH names may link into the workspace.
    const answer = isOutside(uv, folders) ? await asking([uv, ...question], home) : undefined;
    const python = answer?.trim() ?? "";
    if (python !== "") {
      return [{ command: [python], from: "uv" }];
    }
  }
  return [];
}

async function text(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
