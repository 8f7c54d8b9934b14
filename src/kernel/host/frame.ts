/**
 * The frame of the cage: an opaque origin of its own, unseen, with one MessagePort into its worker. The
 * frame's document makes that worker and passes the port on; it listens to nothing else.
 */
export interface Cage {
  port: MessagePort;
  /** Ends whatever runs in it, a dead loop too. */
  remove(): void;
}

export type OpenCage = () => Promise<Cage>;

/** Longer than this a frame that comes from the device never takes. */
const LOAD_MS = 15_000;

export function openFrame(document: Document, url: string): Promise<Cage> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  // Under cross-origin isolation without a header of its own only a frame without credentials loads.
  frame.setAttribute('credentialless', '');
  frame.setAttribute('aria-hidden', 'true');
  frame.setAttribute('title', 'Cells run here');
  frame.tabIndex = -1;
  frame.referrerPolicy = 'no-referrer';
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden';
  frame.src = url;
  const { port1, port2 } = new MessageChannel();
  const remove = () => {
    port1.onmessage = null;
    port1.close();
    frame.remove();
  };
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      remove();
      reject(new Error(`${url} did not load`));
    }, LOAD_MS);
    frame.addEventListener(
      'load',
      () => {
        clearTimeout(late);
        // An opaque origin has no name to send to; what loads is cage.html or nothing.
        frame.contentWindow?.postMessage(0, '*', [port2]);
        resolve({ port: port1, remove });
      },
      { once: true },
    );
    document.body.append(frame);
  });
}
