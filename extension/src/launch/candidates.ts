// The paths at which a Python for the server may be found. Nothing is run here.

import { delimiter as ownDelimiter, isAbsolute, join } from "node:path";

const SHARE_OR_DEVICE = /^[\\/](?:[\\/]|\?\?)/;

/** A command that may start a Python; `from` says in the log where it was found. */
export interface Candidate {
  readonly command: readonly [string, ...string[]];
  readonly from: string;
}

/**
 * The absolute entries of PATH outside of the workspace.
 *
 * A workspace could provide its own programs in relative entries and in its folders.
 */
export function safePath(
  path: string,
  isOutside: (entry: string) => boolean,
  delimiter: string = ownDelimiter,
): readonly string[] {
  return path.split(delimiter).filter((it) => isAbsolute(it) && isOutside(it));
}

/**
 * The base Python of an environment: `home` in the text of its pyvenv.cfg.
 *
 * Paths on shares are ignored: on Windows, opening `\\server\share` sends the user's credentials to
 * that server, and the file comes from the workspace.
 */
export function ofHome(cfg: string, platform: NodeJS.Platform): readonly Candidate[] {
  const home = /^\s*home\s*=\s*(.+?)\s*$/im.exec(cfg)?.[1];
  if (home === undefined || !isAbsolute(home) || SHARE_OR_DEVICE.test(home)) {
    return [];
  }
  return names(platform).map((it) => ({ command: [join(home, it)], from: "home of pyvenv.cfg" }));
}

/** The `py` launcher and the usual names of Python in the entries of PATH. */
export function ofPath(entries: readonly string[], platform: NodeJS.Platform): readonly Candidate[] {
  const launchers = platform === "win32" ? entries.map((it) => launcher(join(it, "py.exe"))) : [];
  const named = names(platform).flatMap((name) =>
    entries.map((entry): Candidate => ({ command: [join(entry, name)], from: "PATH" })),
  );
  return [...launchers, ...named];
}

/** The possible paths of uv in the entries of PATH. */
export function ofUv(entries: readonly string[], platform: NodeJS.Platform): readonly string[] {
  const name = platform === "win32" ? "uv.exe" : "uv";
  return entries.map((it) => join(it, name));
}

function launcher(path: string): Candidate {
  return { command: [path, "-3"], from: "the py launcher" };
}

function names(platform: NodeJS.Platform): readonly string[] {
  if (platform === "win32") {
    return ["python.exe"];
  }
  const minors = [14, 13, 12, 11, 10].map((it) => `python3.${it}`);
  return ["python3", "python", ...minors];
}
