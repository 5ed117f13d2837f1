// How other extensions are made to restart what they run out of an environment.
//
// None of these frees a file: each extension starts its program again at once, from the same
// environment. They are for programs that run code which a sync has replaced. What each one runs,
// and its command, is told by its own package.json and source.

import type { Holder } from "../protocol";

export interface Lever {
  /** Of the extension that runs it. */
  readonly extension: string;
  /** How people call what it runs. */
  readonly what: string;
  /** What its command line looks like. */
  readonly runs: RegExp;
  readonly command: string;
}

/** `ruff server`, or the script of one of Microsoft's tool extensions. */
function server(program: string): RegExp {
  return new RegExp(`(^|[/\\\\])${program}(\\.exe)?"?\\s+(server|lsp|language-server)\\b`, "i");
}

function script(extension: string): RegExp {
  return new RegExp(`[/\\\\]${extension.replaceAll(".", "\\.")}-\\d[^/\\\\]*[/\\\\]`, "i");
}

const TOOLS: readonly (readonly [string, string, string])[] = [
  ["ms-python.mypy-type-checker", "mypy's server", "mypy-type-checker.restart"],
  ["ms-python.pylint", "Pylint's server", "pylint.restart"],
  ["ms-python.flake8", "Flake8's server", "flake8.restart"],
  ["ms-python.black-formatter", "Black's server", "black-formatter.restart"],
  ["ms-python.isort", "isort's server", "isort.restart"],
  ["ms-python.autopep8", "autopep8's server", "autopep8.restart"],
];

export const LEVERS: readonly Lever[] = [
  {
    ...{ extension: "charliermarsh.ruff", what: "Ruff's server" },
    ...{ runs: server("ruff"), command: "ruff.restart" },
  },
  {
    ...{ extension: "astral-sh.ty", what: "ty's server" },
    ...{ runs: server("ty"), command: "ty.restart" },
  },
  {
    ...{ extension: "ms-python.python", what: "the Jedi language server" },
    runs: /run-jedi-language-server\.py/,
    command: "python.analysis.restartLanguageServer",
  },
  {
    ...{ extension: "detachhead.basedpyright", what: "basedpyright" },
    ...{ runs: /basedpyright[\w-]*langserver/i, command: "basedpyright.restartserver" },
  },
  {
    ...{ extension: "d-biehl.robotcode", what: "RobotCode's server" },
    ...{ runs: script("d-biehl.robotcode"), command: "robotcode.restartLanguageServers" },
  },
  ...TOOLS.map(([extension, what, command]) => ({
    ...{ extension, what, command },
    runs: script(extension),
  })),
];

/** The lever for a holder; undefined where none is known. */
export function leverFor(holder: Holder): Lever | undefined {
  return LEVERS.find((it) => it.runs.test(holder.command));
}
