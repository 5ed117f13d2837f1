// What an installer in a terminal says when a program holds a file that it has to remove.

// Colors, titles and links; a terminal is told what to show with them.
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|.)/g;

// uv, in its own words; 5 and 32 are Windows', 13 is that of Linux.
const OF_UV = /failed to (?:remove|rename|copy|persist)[^`]*`([^`]+)`[^]*?\(os error (?:5|13|32)\)/;
const OF_PIP = /(?:PermissionError|OSError): \[(?:WinError (?:5|32)|Errno 13)\][^']*'([^']+)'/;

/** The file that was held; undefined where it failed for another reason. */
export function heldIn(output: string): string | undefined {
  // Long messages are broken into lines, at the blanks of paths too.
  const text = output.replaceAll(ESCAPES, "").replaceAll(/\r?\n\s+/g, " ");
  return (OF_UV.exec(text) ?? OF_PIP.exec(text))?.[1];
}

/** Keeps the end of what a program prints: what it died of. */
export class LastWords {
  #text = "";

  hear(data: string): void {
    this.#text = (this.#text + data).slice(-LONGEST);
  }

  get text(): string {
    return this.#text;
  }
}

const LONGEST = 20_000;
