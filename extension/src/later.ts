// Time, for those who must be able to call it off.

/** Run something after a while; gives a way to call it off. */
export function later(run: () => void, milliseconds: number): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => {
    clearTimeout(timer);
  };
}
