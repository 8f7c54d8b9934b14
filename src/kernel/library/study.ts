/** `loam.study` and `loam.ladder`: several candidates on the same folds. Test is never read. */
import type { DecisionCost } from '../../core/evaluation/decisions';
import type { Calibration } from '../../core/recipe/refinements';
import type { Halving, Sampler } from '../../core/study/types';
import type { DatasetDeps } from './dataset';
import { callback, flag, number, oneOf, options, refuse, shown, signalOf, whole } from './refuse';
import { foldsOf, type FoldsOption } from './folds';
import { Spec, specArgs } from './spec';
import { sureOf } from './sure';
import { Study } from './study-answer';
import type { StudyArgs, StudyProgress } from './study-verbs';
import { costOf, Task } from './task';
import { Either, VARY } from './vary';

const SAMPLERS: readonly Sampler[] = ['tpe', 'random', 'grid'];
/** Where neither trials nor minutes are given. */
const TRIALS = 30;
const MOST_TRIALS = 10_000;
const HALVING: Halving = { first: 1, factor: 3 };

export interface LadderOptions {
  folds?: FoldsOption;
  repeats?: number;
  /** Of the runs that are learnt again on train and validation together; default 'none'. */
  calibrate?: Calibration;
  /** Share of the answers that their intervals or sets shall cover; default none. */
  coverage?: number;
  cost?: DecisionCost;
  signal?: AbortSignal;
  onProgress?: (event: StudyProgress) => void;
}

export interface StudyOptions extends LadderOptions {
  /** At most; default 30 where no minutes are given. */
  trials?: number;
  /** Of work, at most. */
  minutes?: number;
  /** Default 'tpe'. */
  sampler?: Sampler;
  /** Trials that are behind stop early; default false. */
  halving?: boolean | Halving;
  /** Of the sampler; default 1. */
  seed?: number;
}

const SHARED = [
  ...(['folds', 'repeats', 'calibrate', 'coverage'] as const),
  ...(['cost', 'signal', 'onProgress'] as const),
];

export async function study(
  deps: DatasetDeps,
  task: unknown,
  make: unknown,
  o: unknown,
): Promise<Study> {
  const at = 'loam.study';
  const meant = taskOf(at, task);
  const given = options(`${at}: options`, o, [
    ...SHARED,
    ...(['trials', 'minutes', 'sampler', 'halving', 'seed'] as const),
  ]);
  const shared = sharedOf(at, meant, given);
  const most = given.trials ?? (given.minutes === undefined ? TRIALS : undefined);
  const sampler = oneOf(`${at}: sampler`, given.sampler ?? 'tpe', SAMPLERS);
  const args: StudyArgs = {
    ...shared.args,
    candidates: candidatesOf(at, make),
    sampler,
    halving: halvingOf(at, given.halving),
    trials: most === undefined ? null : whole(`${at}: trials`, most, 1, MOST_TRIALS),
    minutes:
      given.minutes === undefined ? null : number(`${at}: minutes`, given.minutes, 0.01, 10_000),
    seed: whole(`${at}: seed`, given.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
  };
  return new Study(deps, await deps.send('study', args, shared.call), meant);
}

export async function ladder(deps: DatasetDeps, task: unknown, o: unknown): Promise<Study> {
  const at = 'loam.ladder';
  const meant = taskOf(at, task);
  const { args, call } = sharedOf(at, meant, options(`${at}: options`, o, SHARED));
  return new Study(deps, await deps.send('ladder', args, call), meant);
}

function taskOf(at: string, task: unknown): Task {
  if (task instanceof Task) return task;
  return refuse(`${at}: task`, `is ${shown(task)}; it must be what loam.task(…) answers.`);
}

function sharedOf(
  at: string,
  task: Task,
  given: Partial<Record<(typeof SHARED)[number], unknown>>,
) {
  const signal = signalOf(`${at}: signal`, given.signal);
  const own = task.folds || null;
  const progress =
    given.onProgress === undefined
      ? undefined
      : callback<(event: unknown) => void>(`${at}: onProgress`, given.onProgress, 'event => …');
  return {
    args: {
      task: task.args,
      folds: foldsOf(at, given.folds, given.repeats, own),
      ...sureOf(at, given),
      cost: given.cost === undefined ? task.cost : costOf(given.cost),
    },
    call: { ...(signal && { signal }), ...(progress && { progress }) },
  };
}

function halvingOf(at: string, given: unknown): Halving | null {
  if (given === undefined || typeof given === 'boolean') {
    return flag(`${at}: halving`, given) ? HALVING : null;
  }
  const { first, factor } = options(`${at}: halving`, given, ['first', 'factor']);
  return {
    first: whole(`${at}: halving.first`, first ?? HALVING.first, 1, 1000),
    factor: whole(`${at}: halving.factor`, factor ?? HALVING.factor, 2, 100),
  };
}

/** The function is called once: what it is given are marks, which are filled in for each trial. */
function candidatesOf(at: string, make: unknown): StudyArgs['candidates'] {
  const spec = callback<(q: unknown) => unknown>(
    `${at}: spec`,
    make,
    'q => loam.model.trees({ leaves: q.int(4, 64) })',
  )(VARY);
  const list = spec instanceof Either ? spec.specs : Array.isArray(spec) ? spec : [spec];
  const candidates = list.map((each) => {
    if (!(each instanceof Spec)) {
      return refuse(
        `${at}: spec`,
        `answers ${shown(each)}; it must answer what loam.model makes, such as loam.model.trees({ leaves: q.int(4, 64) }), or q.either([…]).`,
      );
    }
    if (each.code) return refuse(`${at}: spec`, 'is learnt by code, which a study cannot try.');
    return { spec: specArgs(each), vary: [...each.varied] };
  });
  const kinds = candidates.map(({ spec: { name } }) => (name === 'cnn' ? 'layers' : name));
  if (new Set(kinds).size < kinds.length) {
    refuse(`${at}: spec`, 'has one kind of model twice; vary its settings instead.');
  }
  if (candidates.length === 1 && candidates[0]!.vary.length === 0) {
    refuse(`${at}: spec`, 'varies nothing; give a setting by q, such as q.int(4, 64).');
  }
  return candidates;
}
