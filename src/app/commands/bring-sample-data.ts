/** A sample data set as a dataset version of the workspace, unless it is one already. */
import { digestOf } from '../../core/hash/digest';
import type { WorkspaceStore } from '../../storage';
import type { CallContext, Progress } from '../../../workers/contract';
import { sampleBytes } from '../samples';
import type { WorkspaceContext } from '../workspace-context';
import { datasetSaved } from './dataset-saved';

interface Bringing {
  /** Where they are already on their way. Default: they are fetched. */
  bytes?: Promise<Uint8Array>;
  signal: AbortSignal;
  onProgress: CallContext<Progress>['progress'];
}

/** Answers the name whose newest version is the sample. Other data of that name stay as they are. */
export async function bringSampleData(
  context: WorkspaceContext,
  file: string,
  { bytes: coming, signal, onProgress }: Bringing,
): Promise<string> {
  const bytes = await (coming ?? sampleBytes(context.effects, file));
  const name = file.replace(/\.csv$/, '');
  const place = await placeFor(context.store, name, digestOf(bytes));
  if (place.known) return place.name;
  await context.underLease(async (lease) => {
    const result = await context.workers.ingest.call(
      'read',
      {
        workspace: context.id,
        lease: lease.id,
        file: new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'text/csv' }),
        name: file,
        options: {},
      },
      { signal, onProgress },
    );
    const note = 'A sample that ships with Loam.';
    const saved = datasetSaved(result, { name: place.name, parent: null, note });
    return { ops: [saved], value: null };
  });
  context.storage.keep();
  return place.name;
}

/** The first of its names that is free, or holds it as the newest version. */
async function placeFor(
  store: WorkspaceStore,
  name: string,
  sha256: string,
): Promise<{ name: string; known: boolean }> {
  for (let i = 0; ; i++) {
    const wanted = i === 0 ? name : i === 1 ? `${name} sample` : `${name} sample ${i}`;
    const [newest] = await store.find('datasets', 'name', wanted);
    if (!newest) return { name: wanted, known: false };
    if (newest.source.sha256 === sha256) return { name: wanted, known: true };
  }
}
