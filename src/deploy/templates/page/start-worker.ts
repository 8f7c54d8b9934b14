/** No worker could be started, and nothing was done yet: whoever meets it does the work in the page. */
export class NoWorker extends Error {}

/**
 * A worker made of the page's own script, which has the page's own policy.
 * @throws NoWorker; a browser may also say so later, by the worker's error event
 */
export function startWorker(script: string): Worker {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } catch {
    throw new NoWorker();
  } finally {
    // The worker has its own hold on the blob from here on.
    URL.revokeObjectURL(address);
  }
}
