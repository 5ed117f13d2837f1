// Texts about the processes that hold files of an environment.

import type { Holder, Holders } from "../protocol";
import { counted, relativePath } from "./words";

const USES: Readonly<Record<Holder["how"], string>> = {
  image: "runs",
  mapped: "has loaded",
  open: "has opened",
  cwd: "has its working directory in",
};

/** The name and pid of a process. */
export function holderName({ name, pid }: Holder): string {
  return `${name} (pid ${pid})`;
}

/** How a process uses its first held file, and the number of further ones. */
export function useOf(holder: Holder, folder: string): string {
  const [first, ...more] = holder.files.map((it) => relativePath(folder, it));
  const others = more.length === 0 ? "" : ` and ${counted(more.length, "more file")}`;
  return `${USES[holder.how]} ${first ?? "a file"}${others}`;
}

export interface HolderItem {
  readonly label: string;
  readonly description?: string;
  readonly detail: string;
  readonly holder?: Holder;
}

/** Quick pick items: one per holder, then one per held file with a hidden holder. */
export function holderItems({ environment, holders, unseen }: Holders): HolderItem[] {
  return [
    ...holders.map((holder) => ({
      ...{ label: `$(debug-disconnect) ${holderName(holder)}`, description: holder.via },
      ...{ detail: useOf(holder, environment), holder },
    })),
    ...unseen.map((path) => ({
      label: "$(question) Hidden process",
      detail: `holds ${path}; probably an elevated process or an antivirus program`,
    })),
  ];
}

/** All details of a holder as text for the clipboard. */
export function holderDetails(holder: Holder): string {
  const { command, via, files } = holder;
  const owner = via === "" ? [] : [`belongs to ${via}`];
  return [holderName(holder), ...owner, command, ...files.map((it) => `  ${it}`)].join("\n");
}

/** The confirmation that is shown before a process is ended. */
export function endQuestion(holder: Holder): { readonly text: string; readonly detail: string } {
  const owner = holder.via === "" ? "" : `It belongs to ${holder.via}.\n`;
  return {
    text: `End ${holderName(holder)}?`,
    detail: `${owner}${holder.command}\n\nUnsaved work in it will be lost.`,
  };
}
