/** One candidate on all folds of a plan: every judged row answered by a model that had not seen it. */
import type { Table } from '../../core/dataset/types';
import { LoamError } from '../../core/errors';
import type { EngineChoice } from '../../core/log/types';
import type { EnginePolicy, RunEngine } from '../../core/recipe/types';
import { joinFolds, type FoldAnswers } from '../../core/study/out-of-fold';
import type { Candidate, OutOfFold } from '../../core/study/types';
import { dealFolds } from '../../core/task/deal-folds';
import { foldKeys, foldTimes } from '../../core/task/fold-keys';
import type { Fold, FoldPlan } from '../../core/task/folds';
import { lackingClass } from '../../core/task/lacking-class';
import type { Target } from '../../core/task/target';
import type { TaskManifest } from '../../core/task/types';
import type { EngineProvider } from '../engine/engine';
import type { RecipeEffects } from './train-recipe';
import { trainFold, type FoldContext, type FoldTrained } from './train-fold';

export interface CrossFitInput {
  candidate: Candidate;
  task: TaskManifest;
  /** All columns of the task's dataset: rows are known by what they hold. */
  table: Table;
  parts: Uint8Array;
  target: Target;
  plan: FoldPlan;
}

/** A fold that has been trained. */
export type FoldDone = Omit<FoldTrained, 'model'> & { number: number };

export interface FoldsDone {
  /** What the first of them was trained on, and so all others. */
  choice: EngineChoice;
  /** In the order of the plan; those that lack a class are not among them. */
  done: FoldDone[];
}

export interface CrossFit extends FoldsDone {
  answers: OutOfFold;
}

export interface CrossFitContext extends FoldContext {
  /** What an earlier attempt has done; those folds are not trained again. */
  from?: FoldsDone | null;
  began?(fold: Fold, count: number): void;
  /** The next fold waits for it. */
  ended?(sofar: FoldsDone): Promise<void>;
}

const NOTHING: FoldsDone = {
  choice: { backend: 'none', why: 'Nothing was trained.', measured: [] },
  done: [],
};

/**
 * Where the policy is `auto` the first fold chooses the engine for all, so that one engine can make them again.
 * A fold that lacks a class is left out; FOLDS.md section 3.
 * @throws LoamError `fold-empty`, `folds-lack-class` where every one lacks some, and what `trainFold` throws
 */
export async function crossFit(
  { candidate, task, table, parts, target, plan }: CrossFitInput,
  providers: EngineProvider[],
  context: CrossFitContext,
  effects: RecipeEffects,
): Promise<CrossFit> {
  const keys = foldKeys(task, table);
  const dealt = dealFolds({ plan, parts, target, keys, times: foldTimes(task, table) });
  let { choice, done } = context.from ?? NOTHING;
  let lacked: string | null = null;
  for (const fold of dealt) {
    if (done.some(({ number }) => number === fold.number)) continue;
    const lacks = lackingClass(target, fold.learn);
    lacked ??= lacks;
    if (lacks !== null) continue;
    context.began?.(fold, dealt.length);
    const engine = engineAfter(candidate.engine, choice.backend);
    const work = { candidate: { ...candidate, engine }, task, table, target, keys, fold };
    const progress: FoldContext['progress'] = (event) => {
      if (event.type !== 'engine') return context.progress?.(event);
      // Later folds are on the engine of the first because of what that one measured.
      if (done.length === 0) choice = event.engine;
      context.progress?.({ ...event, engine: choice });
    };
    const { model: _, ...facts } = await trainFold(
      work,
      providers,
      { signal: context.signal, progress },
      effects,
    );
    done = [...done, { number: fold.number, ...facts }].sort((a, b) => a.number - b.number);
    await context.ended?.({ choice, done });
  }
  if (done.length === 0) {
    throw new LoamError('folds-lack-class', { class: lacked! });
  }
  const answered = done.map(({ number, answers }): FoldAnswers => ({
    fold: dealt[number]!,
    answers,
  }));
  const width = target.type === 'classes' ? target.classes.length : 1;
  return { choice, done, answers: joinFolds(answered, width) };
}

/** The policy for whoever trains after something of the same recipe was trained on that engine. */
export function engineAfter(policy: EnginePolicy, before: RunEngine): EnginePolicy {
  switch (before) {
    case 'none':
    case 'cage':
    case 'imported':
      return policy;
    default:
      return policy === 'auto' ? before : policy;
  }
}
