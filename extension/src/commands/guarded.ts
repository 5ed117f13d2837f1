// Error handling for requests to the server.

import * as vscode from "vscode";

/**
 * Run a request. If it fails, show its error message and return undefined.
 *
 * `isShown` is evaluated after a failure; if it returns false, no message is shown.
 */
export async function guarded<T>(
  run: () => Promise<T>,
  isShown: () => boolean = () => true,
): Promise<T | undefined> {
  try {
    return await run();
  } catch (failure) {
    const text = failure instanceof Error ? failure.message : String(failure);
    if (isShown()) {
      void vscode.window.showErrorMessage(text);
    }
    return undefined;
  }
}
