// What a verification found, in words.

import type { BadFile, Report, Verified } from "../protocol";
import { counted, nameOf, seenFrom } from "./words";

export interface Verdict {
  readonly isSound: boolean;
  readonly text: string;
}

/** What is asked for a project, or for one package of it. */
export function questionFor({ project }: Report, name: string | undefined) {
  return name === undefined
    ? { title: `Verifying ${nameOf(project)}`, asked: { project } }
    : { title: `Verifying ${name}`, asked: { project, packages: [name] } };
}

/** Whether every file is as it was installed, and else how many are not. */
export function verdictOf({ packages, files, bad }: Verified, { project }: Report): Verdict {
  const name = nameOf(project);
  if (bad.length === 0) {
    const looked = `${counted(files, "file")} of ${counted(packages, "package")}`;
    return { isSound: true, text: `${name} is sound: ${looked} are as they were installed.` };
  }
  const of = counted(new Set(bad.map((it) => it.package)).size, "package");
  const verb = bad.length === 1 ? "is not as it was" : "are not as they were";
  const text = `In ${name}, ${counted(bad.length, "file")} of ${of} ${verb} installed.`;
  return { isSound: false, text };
}

/** Whether a repair helps: it brings back what is missing, and leaves what somebody has changed. */
export function isRepaired({ bad }: Verified): boolean {
  return bad.some((it) => it.how === "missing");
}

/** A file with its package. */
export function badItem(bad: BadFile, { environment }: Report) {
  return {
    label: `$(${bad.how === "missing" ? "trash" : "diff-modified"}) ${bad.package}`,
    ...{ description: bad.how, detail: seenFrom(environment, bad.path), path: bad.path },
  };
}
