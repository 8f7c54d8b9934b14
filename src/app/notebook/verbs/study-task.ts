/**
 * `study` and `ladder`: a study as the form would start it, waited for, and its best trial as a run. Asking again
 * answers the study that is known. Where the cell no longer waits the study pauses, and goes on when it is asked
 * for again. Test is never read.
 */
import { LoamError } from '../../../core/errors';
import { studySteps } from '../../../core/study/propose';
import type { Candidate, Search } from '../../../core/study/types';
import type {
  LadderArgs,
  StudyArgs,
  StudyFacts,
  StudyProgress,
} from '../../../kernel/library/study-verbs';
import { draftFacts } from '../../draft-facts';
import { calibrationsOf } from '../../draft-refinements';
import { ladderSearch } from '../../../core/study/ladder';
import { startStudy, type StudyDraft } from '../../commands/start-study';
import { useTrial, type UseTrialOptions } from '../../commands/use-trial';
import { StudyReader } from '../../commands/load-study';
import type { DraftedTask } from '../../commands/draft-task';
import type { Asking, VerbPlace } from './desk';
import { draftBase, draftRun, type DraftBase } from './draft-task';
import { datasetById, mustRead } from './find';
import { followRun } from './follow-run';
import { foldPlanOf } from './fold-plan';
import { runFacts } from './run-facts';
import { searchSpace } from './search-space';
import { studyFacts, type Chosen } from './study-facts';

/** A control that is being dragged asks many times in a second; only what it rests on is studied. */
const QUIET_MS = 150;
const LOOK_MS = 100;
const AS_IT_IS = {
  ...{ seed: null, engine: null, steps: [] },
  ...{ calibrate: 'none' as const, coverage: null, folds: false },
};

export async function studyTask(
  place: VerbPlace,
  asking: Asking,
  args: StudyArgs,
): Promise<StudyFacts> {
  const base = await baseOf(place, asking, args);
  const drafts = args.candidates.map(({ spec, vary }) => {
    const draft = draftRun(base, spec, AS_IT_IS, null);
    const { preprocessing, targetScale, model, trainer, seed, engine } = draft.recipe;
    const candidate: Candidate = {
      ...{ preprocessing, targetScale, model, trainer, seed, engine },
      derive: [],
    };
    return { draft, vary, candidate };
  });
  const search: Search = {
    type: 'search',
    space: searchSpace(drafts),
    templates: drafts.map(({ candidate }) => candidate),
    sampler: args.sampler,
    halving: args.halving,
    trials: args.trials,
    minutes: args.minutes,
  };
  // An image's task keeps its blank pixels, which does no harm to the other kinds.
  const task = (drafts.find(({ draft }) => draft.task !== base.task) ?? drafts[0]!).draft.task;
  return studied(place, asking, args, {
    of: { dataset: base.dataset, task, sentence: base.guess.sentence },
    search,
    seed: args.seed,
  });
}

export async function ladderOf(
  place: VerbPlace,
  asking: Asking,
  args: LadderArgs,
): Promise<StudyFacts> {
  const base = await baseOf(place, asking, args);
  const { dataset, profile, guess, task } = base;
  const facts = draftFacts(profile, guess.classes, task);
  const of: DraftedTask = { dataset, task, sentence: guess.sentence };
  return studied(place, asking, args, { of, search: (plan) => ladderSearch(facts, plan) });
}

async function baseOf(place: VerbPlace, asking: Asking, args: LadderArgs): Promise<DraftBase> {
  const dataset = await datasetById(place, args.task.dataset);
  await mustRead(place, asking, dataset);
  await place.effects.wait(QUIET_MS, asking.signal);
  if (asking.signal.aborted) throw new LoamError('cancelled');
  const base = await draftBase(place, dataset, args.task, asking.signal);
  if (!calibrationsOf(base.task.kind).includes(args.calibrate)) {
    const reason = `for ${base.task.kind} there is ${calibrationsOf(base.task.kind).join(', ')}`;
    throw new LoamError('argument-invalid', { argument: 'calibrate', reason });
  }
  return base;
}

async function studied(
  place: VerbPlace,
  asking: Asking,
  { folds, cost, calibrate, coverage }: LadderArgs,
  draft: StudyDraft,
): Promise<StudyFacts> {
  const { context } = place;
  const { signal } = asking;
  const asked: StudyDraft = { ...draft, cost };
  if (folds && 'dataset' in draft.of) asked.folds = foldPlanOf(folds, draft.of.task);
  const { study, known } = await startStudy(context, asked, { signal });
  const row = await context.store.get('studies', study);
  if (row?.state === 'paused') await context.studies.goOn(study);
  place.desk.showStudy(asking.cell, study);
  await untilStudied(place, asking, study);
  const loaded = await new StudyReader(context, study).load();
  if (!loaded) throw new LoamError('not-found', { kind: 'study', name: study });
  const refinements = {
    ...(calibrate !== 'none' && { calibration: calibrate }),
    ...(coverage !== null && { coverage }),
  };
  return studyFacts(loaded, known, (number) =>
    runOfTrial(place, asking, { study, number }, refinements),
  );
}

async function untilStudied(
  { context, effects }: VerbPlace,
  { signal, progress }: Asking,
  study: string,
): Promise<void> {
  let said = '';
  for (;;) {
    if (signal.aborted) {
      await context.studies.pause(study);
      throw new LoamError('cancelled');
    }
    const live = context.studies.get(study);
    if (live?.error) throw live.error;
    const row = await context.store.get('studies', study);
    if (!row) throw new LoamError('not-found', { kind: 'study', name: study });
    if (row.state === 'finished' || row.state === 'ended') return;
    if (row.state === 'paused') throw new LoamError('cancelled', { what: row.name });
    const ended = live?.ended.length ?? 0;
    const event: StudyProgress = {
      type: 'study',
      study,
      stage: live?.working ? `${ended} trials done` : 'Waiting for its turn',
      ended,
      of: live?.total ?? null,
      best: live?.best?.mean ?? null,
    };
    const now = JSON.stringify(event);
    if (now !== said) progress(event);
    said = now;
    await effects.wait(LOOK_MS, signal);
  }
}

async function runOfTrial(
  place: VerbPlace,
  asking: Asking,
  trial: { study: string; number: number },
  refinements: UseTrialOptions['refinements'],
): Promise<Chosen> {
  const { context } = place;
  const { run, known } = await useTrial(context, studySteps, trial, { refinements });
  await followRun(place, asking, run);
  return { trial: trial.number, run: await runFacts(context, run, known, asking.signal) };
}
