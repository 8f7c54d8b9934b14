/** Small operations with the objects they name, put under a lease. */
import { linkTo, type Link } from '../../src/core/hash/digest';
import type { Operation } from '../../src/core/log/types';
import type { WorkspaceStore } from '../../src/storage';

export const ZERO = '0'.repeat(64);

export function bytesOf(size: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 255);
}

/** A dataset version of one column in one chunk. */
export async function datasetOp(
  store: WorkspaceStore,
  lease: string,
  { name = 'a', chunk = bytesOf(10) } = {},
): Promise<Extract<Operation, { type: 'dataset-saved' }> & { chunk: Link }> {
  const object = linkTo(await store.writer(lease).put(chunk));
  const columns = [{ schema: { name: 'x', type: 'number' }, chunks: [{ object, rows: 1 }] }];
  const manifest = await store.putJson(lease, { format: 'loam.dataset/1', rows: 1, columns });
  const profile = await store.putJson(lease, { format: 'loam.profile/1', rows: 1 });
  const op = {
    type: 'dataset-saved' as const,
    name,
    manifest,
    profile,
    rows: 1,
    columns: 1,
    bytes: chunk.length,
    source: { name: 'a.csv', bytes: 1, sha256: ZERO, reading: 'CSV' },
    parent: null,
    note: '',
  };
  Object.defineProperty(op, 'chunk', { value: object, enumerable: false });
  return op as typeof op & { chunk: Link };
}

/** Saves a dataset version and answers its id and its objects. */
export async function saveDataset(
  store: WorkspaceStore,
  options: { name?: string; chunk?: Uint8Array } = {},
) {
  const lease = await store.lease();
  const op = await datasetOp(store, lease.id, options);
  const [entry] = await store.commit([op], lease);
  return { id: entry!.id, manifest: op.manifest, profile: op.profile, chunk: op.chunk };
}
