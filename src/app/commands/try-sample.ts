/** One press from a sample to a run under way: its data kept, and every guess taken as it is. */
import { LoamError } from '../../core/errors';
import type { Progress } from '../../../workers/contract';
import { bringSampleData } from './bring-sample-data';
import type { Sample } from '../samples';
import type { Session } from '../session.svelte';
import type { StartResult } from './start-run';

interface Trying {
  /** Of the sample, on their way. */
  bytes: Promise<Uint8Array>;
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** @throws LoamError as importing, guessing and starting do, `cancelled` included; data that are kept stay */
export async function trySample(
  session: Session,
  { file }: Sample,
  { bytes, signal, onProgress }: Trying,
): Promise<StartResult> {
  const { store } = session;
  // The larger part of the code comes while the rows are read.
  const learning = import('../learn-session.svelte');
  learning.catch(() => undefined);
  const name = await bringSampleData(session, file, { bytes, signal, onProgress });
  session.prepare('trainer');
  const [dataset] = await store.find('datasets', 'name', name);
  if (!dataset) throw new LoamError('object-missing');
  onProgress({ done: 0.9, label: 'Guessing what to learn' });
  const { LearnSession } = await learning;
  const learn = new LearnSession(session, dataset.id);
  await learn.ready;
  if (signal.aborted) throw new LoamError('cancelled');
  if (learn.error) throw learn.error;
  return learn.train({ signal });
}
