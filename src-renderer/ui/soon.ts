/** What comes by the thousand is told to the window this often, in milliseconds. */
const TELL_EVERY = 80;

/** A function that has `tell` run a moment later, once for all who asked meanwhile. */
export function soon(tell: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return () => {
    if (timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      tell();
    }, TELL_EVERY);
  };
}
