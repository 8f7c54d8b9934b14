/**
 * `train`: each model is a run as the form would start it. Asking again answers the run that is known; what the
 * cell no longer waits for is cancelled, unless somebody else asked for it too.
 */
import { LoamError } from '../../../core/errors';
import type { RunFacts, TrainArgs } from '../../../kernel/library/verbs';
import { startRun, type RunDraft, type StartResult } from '../../commands/start-run';
import { approveCode } from '../../code-recipe/code-approvals';
import type { Asking, VerbPlace } from './desk';
import { draftBase, draftRun } from './draft-task';
import { datasetById, mustRead } from './find';
import { followRun } from './follow-run';
import { plannedCode } from './planned-code';
import { runFacts } from './run-facts';

/** A control that is being dragged asks many times in a second; only what it rests on is trained. */
const QUIET_MS = 150;

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
    await followRun(place, asking, run, { spec, of: drafts.length });
    found.push(await runFacts(place.context, run, known, signal));
  }
  return found;
}
