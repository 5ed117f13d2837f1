// What asks the server may fail, and then says so in one sentence.

import * as vscode from "vscode";

/** The answer; undefined where there is none, and the user has been told why. */
export async function guarded<T>(
  run: () => Promise<T>,
  isTold: () => boolean = () => true,
): Promise<T | undefined> {
  try {
    return await run();
  } catch (failure) {
    const text = failure instanceof Error ? failure.message : String(failure);
    if (isTold()) {
      void vscode.window.showErrorMessage(text);
    }
    return undefined;
  }
}
