// Finds the Python that runs the server: outside of the workspace and of every environment.

import { access, constants } from "node:fs/promises";
import type { Candidate } from "./candidates";
import { isInEnvironment, isOutside } from "./places";
import { type Ask, probe, type Python } from "./probe";

export const OLDEST = [3, 10] as const;

export type Found =
  | { readonly python: string; readonly version: string; readonly from: string }
  | { readonly refused: readonly string[] };

export interface Search {
  /** The user's own choice; when there is one, nothing else is tried. */
  readonly chosen: string;
  readonly candidates: () => AsyncIterable<Candidate>;
  readonly folders: readonly string[];
  /** Where programs are run. */
  readonly home: string;
}

/** The first candidate that fits, or why each of them does not. */
export async function findPython(search: Search, asking: Ask): Promise<Found> {
  if (search.chosen !== "") {
    return judge({ command: [search.chosen], from: "lockstep.interpreter" }, search, asking);
  }
  const refused: string[] = [];
  const tried = new Set<string>();
  for await (const candidate of search.candidates()) {
    const name = candidate.command.join(" ");
    if (tried.has(name)) {
      continue;
    }
    tried.add(name);
    const found = await judge(candidate, search, asking);
    if ("python" in found) {
      return found;
    }
    refused.push(...found.refused);
  }
  return { refused };
}

async function judge(candidate: Candidate, search: Search, asking: Ask): Promise<Found> {
  const [program] = candidate.command;
  const reason = await obstacle(program, search, candidate.from);
  if (reason !== undefined) {
    return { refused: reason === "" ? [] : [`${program}: ${reason}`] };
  }
  const python = await probe(candidate.command, search.home, asking);
  if (python === undefined) {
    return { refused: [`${program}: is no Python that runs`] };
  }
  return accept(python, candidate.from, search, asking);
}

/** Why a program must not be run; empty for one of PATH that simply is not there. */
async function obstacle(program: string, search: Search, from: string) {
  if (!isOutside(program, search.folders)) {
    return "lies in the workspace";
  }
  const isThere = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    return from === "lockstep.interpreter" ? "is not there, or cannot be run" : "";
  }
  return undefined;
}

async function accept(python: Python, from: string, search: Search, asking: Ask): Promise<Found> {
  if (!isNewEnough(python)) {
    return { refused: [`${python.executable}: is Python ${python.version.join(".")}, too old`] };
  }
  if (!isOfEnvironment(python)) {
    return isOutside(python.executable, search.folders)
      ? { python: python.executable, version: python.version.join("."), from }
      : { refused: [`${python.executable}: lies in the workspace`] };
  }
  // The Python that an environment was made with serves as well, and holds nothing.
  const base = python.baseExecutable;
  return isInEnvironment(base) || base === python.executable
    ? { refused: [`${python.executable}: belongs to the environment ${python.prefix}`] }
    : judge({ command: [base], from: `${from}, the base of an environment` }, search, asking);
}

function isNewEnough({ version: [major, minor] }: Python): boolean {
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function isOfEnvironment(python: Python): boolean {
  return python.prefix !== python.basePrefix || isInEnvironment(python.executable);
}
