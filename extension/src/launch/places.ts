// Compares paths with links resolved, and without regard to case except on Linux.

import { existsSync, realpathSync } from "node:fs";
import { dirname, join, normalize, resolve, sep } from "node:path";

/** Whether a path equals a folder or is below it, with links resolved. */
export function isWithin(path: string, folder: string): boolean {
  const inner = comparable(path);
  const outer = comparable(folder);
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

/** Whether a path is outside of all folders, both by its name and with links resolved. */
export function isOutside(path: string, folders: readonly string[]): boolean {
  const named = caseless(normalize(resolve(path)));
  return folders.every((folder) => {
    const outer = caseless(normalize(resolve(folder)));
    return !isWithin(path, folder) && named !== outer && !named.startsWith(outer + sep);
  });
}

/** Whether a Python belongs to an environment: pyvenv.cfg is beside it or in the folder above. */
export function isInEnvironment(python: string): boolean {
  const folder = dirname(python);
  return [folder, dirname(folder)].some((it) => existsSync(join(it, "pyvenv.cfg")));
}

function comparable(path: string): string {
  return caseless(normalize(real(path)));
}

/** The real path; of a path that does not exist, only the existing part is resolved. */
function real(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(real(parent), path.slice(parent.length));
  }
}

function caseless(path: string): string {
  return process.platform === "linux" ? path : path.toLowerCase();
}
