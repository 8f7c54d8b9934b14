/**
 * The same notebook in other tabs of this browser: what is written in one is in the others at once. It never leaves
 * the browser: a BroadcastChannel reaches pages of this very origin only, and the cage is of none.
 */
import type { Digest } from '../../core/hash/digest';
import { digest, listOf } from '../../core/shape/check';
import type { NotebookDocument } from '../../sync/notebook';
import type { Approvals } from './approvals';

interface Written {
  update: Uint8Array;
  /** Texts that this person has typed or approved there since the message before. */
  approved: Digest[];
}

export interface OtherTabs {
  document: NotebookDocument;
  approvals: Approvals;
  /** What is stored: something may have been written after the document was read and before this tab listened. */
  stored(): Promise<Uint8Array[]>;
}

/** @param name of workspace and notebook. @returns how to leave */
export function joinOtherTabs(
  name: string,
  { document, approvals, stored }: OtherTabs,
): () => void {
  if (!('BroadcastChannel' in globalThis)) return () => undefined;
  const channel = new BroadcastChannel(`loam-notebook-${name}`);
  let left = false;
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isWritten(data)) return;
    data.approved.forEach((digest) => approvals.addDigest(digest));
    document.apply(data.update);
  };
  const stop = document.onUpdate((update) => {
    channel.postMessage({ update, approved: approvals.takeNew() } satisfies Written);
  });
  stored().then(
    (updates) => {
      if (!left) updates.forEach((update) => document.apply(update));
    },
    // Who opened the notebook hears of a store that cannot be read.
    () => undefined,
  );
  return () => {
    left = true;
    stop();
    channel.close();
  };
}

/** A tab with another version of the app may say it otherwise. */
function isWritten(data: unknown): data is Written {
  const { update, approved } = (data ?? {}) as Partial<Written>;
  return update instanceof Uint8Array && listOf(digest)(approved);
}
