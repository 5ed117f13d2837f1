// How the server is started: isolated, so that neither the project nor the user's Python settings
// can put modules in its way, and away from the project, whose folder it would hold.

import { join } from "node:path";

/** Where the server lies: in the package, or beside the extension in the repository. */
export function launchScript(extension: string, exists: (path: string) => boolean): string {
  const places = [join(extension, "server"), join(extension, "..", "server")];
  const found = places.map((it) => join(it, "serve.py")).find(exists);
  return found ?? join(extension, "server", "serve.py");
}

/** The arguments of Python for the language server. */
export function serverArguments(script: string): string[] {
  return ["-I", "-B", "-X", "utf8", script, "serve"];
}
