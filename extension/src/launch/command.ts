// The command line of the server. Python runs in isolated mode, so that neither the workspace nor
// the user's PYTHON variables can add modules.

import { join } from "node:path";

/** The path of serve.py: in the VSIX below the extension, in the repository beside it. */
export function launchScript(extension: string, exists: (path: string) => boolean): string {
  const places = [join(extension, "server"), join(extension, "..", "server")];
  const found = places.map((it) => join(it, "serve.py")).find(exists);
  return found ?? join(extension, "server", "serve.py");
}

/** The arguments of Python that start the language server. */
export function serverArguments(script: string): string[] {
  return ["-I", "-B", "-X", "utf8", script, "serve"];
}
