import { LoamError } from '../../core/errors';
import { canonicalJson, canonicalBytes } from '../../core/json/canonical';
import type { WorkspaceStore } from '../workspace-store';
import { ArchiveWriter, BlobBuilder } from './archive-writer';
import { crc32 } from './crc32';
import { documentPath, LOG_JSONL, objectPath, summarise, WORKSPACE_JSON } from './workspace-json';

export interface LoamFileOptions {
  signal?: AbortSignal;
  /** `done` is the share of the bytes, 0 to 1. */
  progress?: (event: { done: number; label: string }) => void;
}

const LINES_AT_ONCE = 1_000;

/**
 * A workspace as one `.loam` file (FORMAT.md). Equal workspaces give equal bytes; what is committed
 * meanwhile is not in it.
 * @throws LoamError `object-missing`, `object-damaged`, `cancelled`
 */
export async function packWorkspace(
  store: Pick<WorkspaceStore, 'snapshot' | 'objects'>,
  { signal, progress }: LoamFileOptions = {},
): Promise<Blob> {
  const { entries, objects, documents } = await store.snapshot();
  const total = objects.reduce((sum, { size }) => sum + size, 0);
  const archive = new ArchiveWriter();
  archive.add(
    WORKSPACE_JSON,
    canonicalBytes(
      summarise(
        entries,
        { count: objects.length, bytes: total },
        {
          count: documents.length,
          updates: documents.reduce((sum, { updates }) => sum + updates.length, 0),
        },
      ),
    ),
  );

  const log = new BlobBuilder();
  let crc = 0;
  for (let i = 0; i < entries.length; i += LINES_AT_ONCE) {
    const lines = entries.slice(i, i + LINES_AT_ONCE).map((entry) => `${canonicalJson(entry)}\n`);
    const bytes = new TextEncoder().encode(lines.join(''));
    crc = crc32(bytes, crc);
    log.add(bytes);
  }
  archive.addBlob(LOG_JSONL, log.done(), crc);

  for (const { id, updates } of documents) {
    updates.forEach((update, i) => archive.add(documentPath(id, i + 1), update));
  }

  let packed = 0;
  for (const { digest } of objects) {
    if (signal?.aborted) throw new LoamError('cancelled');
    const bytes = await store.objects.get(digest);
    archive.add(objectPath(digest), bytes);
    packed += bytes.length;
    progress?.({ done: packed / Math.max(1, total), label: 'packing objects' });
  }
  return archive.done();
}
