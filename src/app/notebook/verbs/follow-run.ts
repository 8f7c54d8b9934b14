/** A run that a cell waits for, shown at the cell; what it no longer waits for is withdrawn. */
import { LoamError } from '../../../core/errors';
import type { TrainProgress } from '../../../kernel/library/verbs';
import type { LiveRun } from '../../live-run.svelte';
import type { Asking, VerbPlace } from './desk';

/** Between two looks at a training. */
const LOOK_MS = 100;

/** Which of the runs that the cell asked for at once. */
type Among = Pick<TrainProgress, 'spec' | 'of'>;

/** @throws LoamError `cancelled` when the cell no longer waits, `workspace-gone`, what recording the end met */
export async function followRun(
  place: VerbPlace,
  asking: Asking,
  run: string,
  among: Among = { spec: 0, of: 1 },
): Promise<void> {
  try {
    place.desk.showRun(asking.cell, run);
    await untilEnded(place, asking, run, among);
  } catch (error) {
    place.context.runs.withdraw(run);
    throw error;
  }
}

async function untilEnded(
  { context, effects }: VerbPlace,
  { signal, progress }: Asking,
  run: string,
  among: Among,
): Promise<void> {
  let said = '';
  for (;;) {
    if (signal.aborted) throw new LoamError('cancelled');
    const live = context.runs.get(run);
    if (live?.ended) {
      if (live.error) throw live.error;
      return;
    }
    // It may be trained in another tab.
    if (!live && (await context.store.get('runs', run))?.status !== 'running') return;
    const event: TrainProgress = {
      type: 'training',
      run,
      ...among,
      ...(live ? seen(live) : ELSEWHERE),
    };
    const now = `${event.stage} ${event.done}`;
    if (now !== said) progress(event);
    said = now;
    await effects.wait(LOOK_MS, signal);
  }
}

const ELSEWHERE = { stage: 'Training in another tab', done: null };

function seen({ stage, latest }: LiveRun): Pick<TrainProgress, 'stage' | 'done'> {
  if (!latest) return { stage, done: null };
  return { stage: `Epoch ${latest.epoch} of ${latest.epochs}`, done: latest.epoch / latest.epochs };
}
