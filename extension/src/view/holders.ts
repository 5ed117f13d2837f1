// Programs that hold files of an environment, as people read them.

import type { Holder, Holders } from "../protocol";
import { counted, seenFrom } from "./words";

const DEEDS: Readonly<Record<Holder["how"], string>> = {
  image: "runs",
  mapped: "has loaded",
  open: "has open",
  cwd: "stands in",
};

/** A program by its name and number. */
export function holderName({ name, pid }: Holder): string {
  return `${name} (pid ${pid})`;
}

/** What it does with which file, and how many more. */
export function deedOf(holder: Holder, folder: string): string {
  const [first, ...more] = holder.files.map((it) => seenFrom(folder, it));
  const others = more.length === 0 ? "" : ` and ${counted(more.length, "more file")}`;
  return `${DEEDS[holder.how]} ${first ?? "a file"}${others}`;
}

export interface HolderItem {
  readonly label: string;
  readonly description?: string;
  readonly detail: string;
  readonly holder?: Holder;
}

/** Those who hold something, each with what it does; last what somebody holds who is not visible. */
export function holderItems({ environment, holders, unseen }: Holders): HolderItem[] {
  return [
    ...holders.map((holder) => ({
      ...{ label: `$(debug-disconnect) ${holderName(holder)}`, description: holder.via },
      ...{ detail: deedOf(holder, environment), holder },
    })),
    ...unseen.map((path) => ({
      label: "$(question) Somebody",
      detail: `${path}; its holder is not visible: probably elevated or antivirus`,
    })),
  ];
}

/** Everything that is known of it, to be copied. */
export function holderDetails(holder: Holder): string {
  const { command, via, files } = holder;
  const of = via === "" ? [] : [`of ${via}`];
  return [holderName(holder), ...of, command, ...files.map((it) => `  ${it}`)].join("\n");
}

/** What is asked before a program is ended. */
export function questionTo(holder: Holder): { readonly text: string; readonly detail: string } {
  const whose = holder.via === "" ? "" : `It belongs to ${holder.via}.\n`;
  return {
    text: `End ${holderName(holder)}?`,
    detail: `${whose}${holder.command}\n\nWhat it has not saved is lost.`,
  };
}
