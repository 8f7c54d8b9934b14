/**
 * From a draft to a study under way: task and specification become objects, the study's start is recorded in the
 * same commit, and the work goes on by itself. A study that has been asked for is known: asking again answers it.
 */
import type { DecisionCost } from '../../core/evaluation/decisions';
import type { Link } from '../../core/hash/digest';
import type { Operation } from '../../core/log/types';
import type { MetricName } from '../../core/metrics/names';
import { checkFoldPlan } from '../../core/recipe/check-refinements';
import type { RecipeFacts } from '../../core/recipe/facts';
import { checkSearch } from '../../core/study/check-search';
import { ladderSearch } from '../../core/study/ladder';
import type { Search, StudyManifest } from '../../core/study/types';
import type { FoldPlan } from '../../core/task/folds';
import { randomHex } from '../effects';
import { runName } from '../run-names';
import type { ActiveStudies } from '../studies/active-studies.svelte';
import type { WorkspaceContext } from '../workspace-context';
import { makeDraftTask, type DraftedTask, type MadeTask } from './draft-task';
import { checkWindows, usualFolds, windowsThatFit, type Windows } from './usual-folds';
import type { WorkOptions } from './evaluate-run';

export interface StudyDraft {
  /** A task that is known, or the draft of one. */
  of: { task: Link } | DraftedTask;
  /** Or what it is on the folds of the task. */
  search: Search | ((folds: FoldPlan) => Search);
  /** Default: a word and a number of its own. */
  name?: string;
  /** A plan, or so many windows of the task's time. Default: see `usualFolds`. */
  folds?: FoldPlan | Windows;
  /** Default: the task's. */
  metric?: MetricName;
  /** Of two classes; default null. */
  cost?: DecisionCost | null;
  /** Of the sampler; default 1. */
  seed?: number;
}

export interface StudyStarted {
  study: string;
  /** This very study had been asked for before; nothing was started. */
  known: boolean;
}

type Context = WorkspaceContext & { studies: ActiveStudies };

const SEED = 1;

/** @throws LoamError `study-invalid`, `recipe-invalid`, and what making the task throws */
export async function startStudy(
  context: Context,
  draft: StudyDraft,
  options: WorkOptions = {},
): Promise<StudyStarted> {
  const { store, studies } = context;
  const { search } = draft;
  if (typeof search === 'object' && search.type === 'search') checkSearch(search);
  if (draft.folds) checkFolds(draft.folds);
  const started = await context.underLease<StudyStarted>(async (lease) => {
    const made = await taskOf(context, lease.id, draft, options);
    const folds = await foldsOf(context, draft, made, options);
    const value = toStudy({ ...draft, folds }, made);
    const spec = await store.putJson(lease.id, value);
    const known = await studies.known(made.link, spec);
    if (known) return { ops: [], value: { study: known, known: true } };
    const study = randomHex(context.effects, 8);
    const op: Operation = {
      type: 'study-started',
      study,
      name: draft.name ?? runName(study),
      spec,
      task: made.link,
      kind: value.search.type,
    };
    return { ops: [...made.ops, op], value: { study, known: false } };
  });
  if (!started.known) studies.start(started.study);
  return started;
}

/** Baseline, linear, trees, forest and MLP with their defaults, and a CNN for images. */
export function startLadder(
  context: Context,
  { facts, ...draft }: Omit<StudyDraft, 'search'> & { facts: RecipeFacts },
  options: WorkOptions = {},
): Promise<StudyStarted> {
  const search = (folds: FoldPlan) => ladderSearch(facts, folds);
  return startStudy(context, { ...draft, search }, options);
}

function checkFolds(folds: FoldPlan | Windows): void {
  if ('by' in folds) checkFoldPlan(folds, 'folds');
  else checkWindows(folds);
}

function foldsOf(
  context: Context,
  { folds }: StudyDraft,
  made: MadeTask,
  options: WorkOptions,
): Promise<FoldPlan> | FoldPlan {
  if (!folds) return usualFolds(context, made, options);
  return 'by' in folds ? folds : windowsThatFit(folds, context, made, options);
}

async function taskOf(
  context: Context,
  lease: string,
  { of }: StudyDraft,
  options: WorkOptions,
): Promise<MadeTask> {
  if ('dataset' in of) return makeDraftTask(context, lease, of, options);
  const { task: link } = of;
  return { link, task: await context.json(link, 'loam.task/1'), ops: [] };
}

function toStudy(
  { search, folds: plan, metric, cost, seed }: Omit<StudyDraft, 'folds'> & { folds: FoldPlan },
  { link, task }: Pick<MadeTask, 'link' | 'task'>,
): StudyManifest {
  return {
    format: 'loam.study/1',
    semantics: 1,
    task: link,
    folds: plan,
    metric: metric ?? task.metric,
    cost: task.kind === 'binary' ? (cost ?? null) : null,
    search: typeof search === 'function' ? search(plan) : search,
    seed: seed ?? SEED,
  };
}
