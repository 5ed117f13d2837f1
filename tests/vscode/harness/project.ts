// Projects that real uv makes, at a path that has a space and a letter beyond ASCII.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { given } from "./given";
import { run } from "./programs";

export interface Project {
  readonly folder: string;
  readonly environment: string;
  /** site-packages of the environment. */
  readonly installed: () => string;
  /** The version that the lockfile has for a package. */
  readonly pinned: (name: string) => string;
  readonly uv: (...args: string[]) => Promise<string>;
  readonly git: (...args: string[]) => Promise<string>;
  readonly read: (name: string) => string;
  readonly write: (name: string, text: string) => void;
}

export const MANIFEST = `[project]
name = "cafe"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = [
    "click>=8.1",
    "iniconfig>=2.0",
    "packaging>=24.0",
]

[dependency-groups]
dev = ["pluggy>=1.5"]
`;

/** A project in step with its lockfile. */
export async function makeProject(folder: string, manifest: string = MANIFEST): Promise<Project> {
  const project = projectIn(folder);
  project.write("pyproject.toml", manifest);
  await project.uv("sync");
  return project;
}

/** The project in a folder, whatever the folder contains. */
export function projectIn(folder: string): Project {
  const environment = join(folder, ".venv");
  return {
    folder,
    environment,
    installed: () => sitePackages(environment),
    pinned: (name) => versionIn(readFileSync(join(folder, "uv.lock"), "utf8"), name),
    uv: (...args) => run([given.uv, ...args], folder, uvVariables(args[0], environment)),
    git: (...args) => run(["git", ...AUTHOR, ...args], folder),
    read: (name) => readFileSync(join(folder, name), "utf8"),
    write: (name, text) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
  };
}

const AUTHOR = ["-c", "user.name=Journey", "-c", "user.email=journey@example.invalid"];

function uvVariables(command: string | undefined, environment: string): Record<string, string> {
  // With UV_PYTHON, `uv pip` would change that Python instead of the environment.
  const place: Record<string, string> =
    command === "pip" ? { VIRTUAL_ENV: environment } : { UV_PYTHON: given.python };
  return { UV_CACHE_DIR: given.uvCache, UV_PYTHON_DOWNLOADS: "never", ...place };
}

function sitePackages(environment: string): string {
  const lib = join(environment, "lib");
  const [version] = readdirSync(lib);
  return join(lib, version ?? "", "site-packages");
}

function versionIn(lockfile: string, name: string): string {
  const found = new RegExp(`^name = "${name}"\nversion = "(.+)"$`, "m").exec(lockfile);
  if (found?.[1] === undefined) {
    throw new Error(`the lockfile has no ${name}`);
  }
  return found[1];
}
