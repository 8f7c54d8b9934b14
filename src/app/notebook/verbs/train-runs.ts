/**
 * `train`: each model is a run as the form would start it. Asking again answers the run that is known; what the
 * cell no longer waits for is cancelled, unless somebody else asked for it too.
 */
import { LoamError } from '../../../core/errors';
import type { RunFacts, TrainArgs, TrainProgress } from '../../../kernel/library/verbs';
import type { LiveRun } from '../../live-run.svelte';
import { startRun, type RunDraft, type StartResult } from '../../commands/start-run';
import { approveCode } from '../../code-recipe/code-approvals';
import type { Asking, VerbPlace } from './desk';
import { draftBase, draftRun } from './draft-task';
import { datasetById, mustRead } from './find';
import { plannedCode } from './planned-code';
import { runFacts } from './run-facts';

/** A control that is being dragged asks many times in a second; only what it rests on is trained. */
const QUIET_MS = 150;
/** Between two looks at a training. */
const LOOK_MS = 100;

export type Starting = (draft: RunDraft, signal: AbortSignal) => Promise<StartResult>;

/** One start after the other: two cells that ask for the same recipe at once share its run. */
export function starter({ context }: VerbPlace): Starting {
  let queue: Promise<unknown> = Promise.resolve();
  return (draft, signal) => {
    const turn = queue.then(() => startRun(context, draft, { signal }));
    queue = turn.catch(() => undefined);
    return turn;
  };
}

export async function trainRuns(
  place: VerbPlace,
  asking: Asking,
  args: TrainArgs,
  start: Starting,
): Promise<RunFacts[]> {
  const { signal, cell } = asking;
  const dataset = await datasetById(place, args.task.dataset);
  await mustRead(place, asking, dataset);
  await place.effects.wait(QUIET_MS, signal);
  if (signal.aborted) throw new LoamError('cancelled');
  const base = await draftBase(place, dataset, args.task, signal);
  const code = place.desk.codeOf(cell);
  // All are checked before the first is trained.
  const drafts = args.specs.map((spec) => {
    const byCode = spec.code && plannedCode(place, cell, spec.code);
    return { ...draftRun(base, spec, args, byCode), code };
  });
  // The texts that they come from run here already, by the person's own hand.
  for (const { byCode } of drafts) {
    if (byCode) await approveCode(place.context.store.local, byCode.code);
  }
  const found: RunFacts[] = [];
  for (const [spec, draft] of drafts.entries()) {
    if (signal.aborted) throw new LoamError('cancelled');
    const { run, known } = await start(draft, signal);
    try {
      place.desk.showRun(cell, run);
      await untilEnded(place, asking, run, { type: 'training', spec, of: drafts.length, run });
    } catch (error) {
      place.context.runs.withdraw(run);
      throw error;
    }
    found.push(await runFacts(place.context, run, known, signal));
  }
  return found;
}

/** @throws LoamError `cancelled` when the cell no longer waits, `workspace-gone`, what recording the end met */
export async function untilEnded(
  { context, effects }: VerbPlace,
  { signal, progress }: Asking,
  run: string,
  about: Pick<TrainProgress, 'type' | 'spec' | 'of' | 'run'>,
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
    const event: TrainProgress = { ...about, ...(live ? seen(live) : ELSEWHERE) };
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
