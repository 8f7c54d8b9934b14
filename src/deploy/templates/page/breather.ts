/** Pauses that let the page answer to its person: without one, long work would be one long task. */

/** Work at most so long before the page may answer. */
const SLICE_MS = 12;

/** `pause` settles at once until a slice is used up. */
export function breather(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MS) return Promise.resolve();
    return new Promise((resolve) => {
      port1.onmessage = () => {
        since = performance.now();
        resolve();
      };
      port2.postMessage(null);
    });
  };
}
