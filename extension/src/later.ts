// Timers that can be cancelled.

/** Run a function after a delay. Returns a function that cancels it. */
export function later(run: () => void, milliseconds: number): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => {
    clearTimeout(timer);
  };
}
