// Where a path lies, with links followed and letters compared as the platform does.

import { existsSync, realpathSync } from "node:fs";
import { dirname, join, normalize, resolve, sep } from "node:path";

/** Whether a path is a folder or lies below it, links followed. */
export function isWithin(path: string, folder: string): boolean {
  const inner = comparable(path);
  const outer = comparable(folder);
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

/** Whether a path lies below none of the folders, neither by its name nor by what it links to. */
export function isOutside(path: string, folders: readonly string[]): boolean {
  const named = caseless(normalize(resolve(path)));
  return folders.every((folder) => {
    const outer = caseless(normalize(resolve(folder)));
    return !isWithin(path, folder) && named !== outer && !named.startsWith(outer + sep);
  });
}

/** Whether the Python at a path belongs to an environment: pyvenv.cfg lies beside or above it. */
export function isInEnvironment(python: string): boolean {
  const folder = dirname(python);
  return [folder, dirname(folder)].some((it) => existsSync(join(it, "pyvenv.cfg")));
}

function comparable(path: string): string {
  return caseless(normalize(real(path)));
}

/** The real path of what exists, and of the part that exists of what does not. */
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
