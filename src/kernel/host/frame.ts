/**
 * The frame of the cage: an opaque origin of its own, unseen, with one MessagePort into its worker. The
 * frame's document makes that worker and passes the port on; it listens to nothing else.
 *
 * Two things make a frame a cage: its `sandbox` attribute, or the answer of the app's service worker, which
 * a frame with that attribute (or a credentialless one) never gets: so only the second works offline. The
 * document itself refuses to begin in an origin that is not opaque.
 */
export interface Cage {
  port: MessagePort;
  /** Ends whatever runs in it, a dead loop too. */
  remove(): void;
}

export type OpenCage = () => Promise<Cage>;

/** Longer than this a document that has loaded never takes to answer. */
const ANSWER_MS = 3_000;
/** Longer than this a frame that comes from the device never takes. */
const LOAD_MS = 15_000;

/** Where the frame's document comes from: an address, or its text. */
type Written = { url: string } | { html: string };

function frameIn(document: Document, written: Written, sandboxed: boolean): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  if (sandboxed) {
    frame.setAttribute('sandbox', 'allow-scripts');
    // Under cross-origin isolation without a header of its own only a frame without credentials loads.
    frame.setAttribute('credentialless', '');
  }
  frame.setAttribute('aria-hidden', 'true');
  frame.setAttribute('title', 'Cells run here');
  frame.tabIndex = -1;
  frame.referrerPolicy = 'no-referrer';
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden';
  if ('url' in written) frame.src = written.url;
  else frame.srcdoc = written.html;
  return frame;
}

function tryFrame(document: Document, written: Written, sandboxed: boolean): Promise<Cage> {
  const frame = frameIn(document, written, sandboxed);
  const named = 'url' in written ? written.url : 'the frame';
  const { port1, port2 } = new MessageChannel();
  const remove = () => {
    port1.onmessage = null;
    port1.close();
    frame.remove();
  };
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(late);
      remove();
      reject(new Error(`${named} ${why}`));
    };
    let late = setTimeout(() => fail('did not load'), LOAD_MS);
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data !== 'passed') {
        fail('is no cage here');
        return;
      }
      clearTimeout(late);
      resolve({ port: port1, remove });
    };
    frame.addEventListener(
      'load',
      () => {
        clearTimeout(late);
        late = setTimeout(() => fail('did not begin'), ANSWER_MS);
        // An opaque origin has no name to send to; what loads is cage.html or nothing.
        frame.contentWindow?.postMessage(0, '*', [port2]);
      },
      { once: true },
    );
    document.body.append(frame);
  });
}

/** @throws Error where neither way gives a cage */
export async function openFrame(document: Document, url: string): Promise<Cage> {
  const controlled = document.defaultView?.navigator.serviceWorker?.controller;
  if (controlled) {
    const cage = await tryFrame(document, { url }, false).catch(() => null);
    if (cage) return cage;
  }
  return tryFrame(document, { url }, true);
}

/**
 * A frame whose document is written out, for pages that have no other file: their own policy, which it inherits, has
 * to let its script run. @throws Error where it does not begin
 */
export function openWrittenFrame(document: Document, html: string): Promise<Cage> {
  return tryFrame(document, { html }, true);
}
