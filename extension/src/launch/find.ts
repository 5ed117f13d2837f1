// Finds the Python that runs the server: outside of the workspace and of every environment.

import { access, constants } from "node:fs/promises";
import type { Candidate } from "./candidates";
import { isInEnvironment, isOutside } from "./places";
import { probe, type Python, type RunProgram } from "./probe";

export const OLDEST = [3, 10] as const;

export type Found =
  | { readonly python: string; readonly version: string; readonly from: string }
  | { readonly refused: readonly string[] };

export interface Search {
  /** The setting `lockstep.interpreter`; if it is not empty, nothing else is tried. */
  readonly chosen: string;
  readonly candidates: () => AsyncIterable<Candidate>;
  readonly folders: readonly string[];
  /** The working directory of programs that are run. */
  readonly home: string;
}

/** The first suitable candidate, or the reasons why each was refused. */
export async function findPython(search: Search, run: RunProgram): Promise<Found> {
  if (search.chosen !== "") {
    return judge({ command: [search.chosen], from: "lockstep.interpreter" }, search, run);
  }
  const refused: string[] = [];
  const tried = new Set<string>();
  for await (const candidate of search.candidates()) {
    const name = candidate.command.join(" ");
    if (tried.has(name)) {
      continue;
    }
    tried.add(name);
    const found = await judge(candidate, search, run);
    if ("python" in found) {
      return found;
    }
    refused.push(...found.refused);
  }
  return { refused };
}

async function judge(
  candidate: Candidate,
  search: Search,
  run: RunProgram,
): Promise<Found> {
  const [program] = candidate.command;
  const reason = await obstacle(program, search, candidate.from);
  if (reason !== undefined) {
    return { refused: reason === "" ? [] : [`${program}: ${reason}`] };
  }
  const python = await probe(candidate.command, search.home, run);
  if (python === undefined) {
    return { refused: [`${program}: is not a working Python`] };
  }
  return accept(python, candidate.from, search, run);
}

/** Why a program must not be run; an empty text for one of PATH that does not exist. */
async function obstacle(program: string, search: Search, from: string) {
  if (!isOutside(program, search.folders)) {
    return "is in the workspace";
  }
  const isThere = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    return from === "lockstep.interpreter" ? "does not exist or is not executable" : "";
  }
  return undefined;
}

async function accept(
  python: Python,
  from: string,
  search: Search,
  run: RunProgram,
): Promise<Found> {
  if (!isNewEnough(python)) {
    return { refused: [`${python.executable}: Python ${python.version.join(".")} is too old`] };
  }
  if (!isOfEnvironment(python)) {
    return isOutside(python.executable, search.folders)
      ? { python: python.executable, version: python.version.join("."), from }
      : { refused: [`${python.executable}: is in the workspace`] };
  }
  // The base Python of an environment can run the server without holding files of the environment.
  const base = python.baseExecutable;
  return isInEnvironment(base) || base === python.executable
    ? { refused: [`${python.executable}: belongs to the environment ${python.prefix}`] }
    : judge({ command: [base], from: `${from}, the base of an environment` }, search, run);
}

function isNewEnough({ version: [major, minor] }: Python): boolean {
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function isOfEnvironment(python: Python): boolean {
  return python.prefix !== python.basePrefix || isInEnvironment(python.executable);
}
