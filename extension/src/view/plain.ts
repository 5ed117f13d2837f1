// Text from files where it is shown or logged: a name stays a name, whatever it holds.

// C0, C1, and what hides text or lets it run backwards; the same as `model/text.py`.
const CONTROL =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One line without control characters, for a log or a title. */
export function plainLine(text: string): string {
  return text.replace(CONTROL, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same for a title in which VS Code shows `$(name)` as an icon. */
export function withoutIcons(text: string): string {
  return plainLine(text).replaceAll("$(", "$ (");
}

/** For Markdown: no link, image, command, HTML or icon comes of it. */
export function escaped(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_{}[\]<>()#!|~$&@]/g, "\\$&")
    .replace(/:(?=\/\/)|(?<=www)\./gi, "\\$&");
}

/** The same as code; "none" for nothing. */
export function code(text: string): string {
  return text === "" ? "none" : `\`${plainLine(text).replaceAll("`", "'")}\``;
}
