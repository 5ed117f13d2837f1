// Escapes text from files before it is shown or logged, so that it is never interpreted as markup.

// C0 and C1 controls, invisible characters and bidirectional controls; as in `model/text.py`.
const CONTROL =
  // eslint-disable-next-line no-control-regex -- the pattern matches control characters
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Escape control characters and line breaks, for a log line or a title. */
export function plainLine(text: string): string {
  return text.replace(CONTROL, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** As `plainLine`, and keep VS Code from rendering `$(name)` as an icon. */
export function withoutIcons(text: string): string {
  return plainLine(text).replaceAll("$(", "$ (");
}

/** Escape Markdown, so that no link, image, command, HTML or icon is rendered. */
export function escaped(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_{}[\]<>()#!|~$&@]/g, "\\$&")
    .replace(/:(?=\/\/)|(?<=www)\./gi, "\\$&");
}

/** The text as inline code in Markdown; `none` for an empty text. */
export function code(text: string): string {
  return text === "" ? "none" : `\`${plainLine(text).replaceAll("`", "'")}\``;
}
