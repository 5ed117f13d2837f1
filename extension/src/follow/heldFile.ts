// Finds the held file in the output of an installer that failed because of it.

// Colors, titles and links, which are control sequences in the output of a terminal.
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|.)/g;

// Error messages of uv and pip. The codes 5 and 32 are those of Windows, 13 is EACCES.
const OF_UV = /failed to (?:remove|rename|copy|persist)[^`]*`([^`]+)`[^]*?\(os error (?:5|13|32)\)/;
const OF_PIP = /(?:PermissionError|OSError): \[(?:WinError (?:5|32)|Errno 13)\][^']*'([^']+)'/;

/** The path of the held file; undefined if the installer failed for another reason. */
export function heldFileIn(output: string): string | undefined {
  // uv wraps long messages, also at blanks within a path.
  const text = output.replaceAll(ESCAPES, "").replaceAll(/\r?\n\s+/g, " ");
  return (OF_UV.exec(text) ?? OF_PIP.exec(text))?.[1];
}

/** The last 20,000 characters of a program's output, which contain its error message. */
export class OutputTail {
  #text = "";

  append(data: string): void {
    this.#text = (this.#text + data).slice(-MAX_LENGTH);
  }

  get text(): string {
    return this.#text;
  }
}

const MAX_LENGTH = 20_000;
