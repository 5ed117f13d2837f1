// Texts about the result of "Verify Installed Files".

import type { BadFile, Report, Verified } from "../protocol";
import { counted, nameOf, relativePath } from "./words";

export interface Verdict {
  readonly isSound: boolean;
  readonly text: string;
}

/** The progress title and the argument of `lockstep.verify`; without a `name` for all packages. */
export function verifyRequest({ project }: Report, name: string | undefined) {
  return name === undefined
    ? { title: `Verifying ${nameOf(project)}`, argument: { project } }
    : { title: `Verifying ${name}`, argument: { project, packages: [name] } };
}

/** One sentence that says how many files were compared, or how many differ. */
export function verdictOf({ packages, files, bad }: Verified, { project }: Report): Verdict {
  const name = nameOf(project);
  if (bad.length === 0) {
    const compared = `${counted(files, "file")} of ${counted(packages, "package")}`;
    return { isSound: true, text: `${name}: ${compared} verified, no differences found.` };
  }
  const of = counted(new Set(bad.map((it) => it.package)).size, "package");
  const verb = bad.length === 1 ? "differs" : "differ";
  const text = `${name}: ${counted(bad.length, "file")} of ${of} ${verb} from what was installed.`;
  return { isSound: false, text };
}

/** Whether to offer a repair: it restores missing files but keeps changed ones. */
export function canRepair({ bad }: Verified): boolean {
  return bad.some((it) => it.how === "missing");
}

/** The quick pick item of a missing or changed file. */
export function badItem(bad: BadFile, { environment }: Report) {
  return {
    label: `$(${bad.how === "missing" ? "trash" : "diff-modified"}) ${bad.package}`,
    ...{ description: bad.how, detail: relativePath(environment, bad.path), path: bad.path },
  };
}
