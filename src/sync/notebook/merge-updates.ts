import * as Y from 'yjs';

/**
 * The updates of one document as one that says the same. What was deleted is let go of; what waits for
 * updates that are not here is kept. Bytes that are no update are left out.
 */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  for (const update of updates) {
    try {
      Y.applyUpdate(doc, update);
    } catch {
      // Damaged: whoever opens the document leaves it out as well.
    }
  }
  const merged = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return merged;
}
