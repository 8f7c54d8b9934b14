/** One press from a sample to a run under way: its data kept, and every guess taken as it is. */
import { LoamError } from '../../core/errors';
import type { Progress } from '../../../workers/contract';
import { LearnSession } from '../learn-session.svelte';
import { bringSampleData } from './bring-sample-data';
import type { Sample } from '../samples';
import type { Session } from '../session.svelte';
import type { StartResult } from './start-run';

interface Trying {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** @throws LoamError as importing, guessing and starting do, `cancelled` included; data that are kept stay */
export async function trySample(
  session: Session,
  { file }: Sample,
  { signal, onProgress }: Trying,
): Promise<StartResult> {
  const { store } = session;
  const name = await bringSampleData(session, file, { signal, onProgress });
  const [dataset] = await store.find('datasets', 'name', name);
  if (!dataset) throw new LoamError('object-missing');
  onProgress({ done: 0.9, label: 'Guessing what to learn' });
  const learn = new LearnSession(session, dataset.id);
  await learn.ready;
  if (signal.aborted) throw new LoamError('cancelled');
  if (learn.error) throw learn.error;
  return learn.train({ signal });
}
