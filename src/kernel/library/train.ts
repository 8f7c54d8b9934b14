/** `loam.train`: the recipe is checked here, made and run by the app. */
import type { Calibration } from '../../core/recipe/refinements';
import type { EnginePolicy, ColumnStep } from '../../core/recipe/types';
import type { DatasetDeps } from './dataset';
import { fittingOf, type FoldsOption } from './folds';
import { plain } from './plain';
import { callback, column, oneOf, options, refuse, shown, signalOf, whole } from './refuse';
import { Ladder, Run } from './run';
import { Spec, specArgs } from './spec';
import { sureOf } from './sure';
import { Task } from './task';
import type { RunFacts, TrainProgress } from './verbs';

const ENGINES: readonly EnginePolicy[] = [
  'auto',
  'exact',
  'fast',
  'webgpu',
  'webgl',
  'wasm',
  'cpu',
];

export interface TrainOptions {
  seed?: number;
  engine?: EnginePolicy;
  steps?: readonly ColumnStep[];
  /** Default 'none'. */
  calibrate?: Calibration;
  /** Share of the answers that intervals or sets shall cover; default none. */
  coverage?: number;
  /**
   * Learnt on train and validation together, judged by folds: so many, or as the task proposes (true).
   * Default: as loam.task says, else folds where train and validation have fewer than 2,000 rows.
   */
  folds?: FoldsOption | boolean;
  repeats?: number;
  signal?: AbortSignal;
  onProgress?: (event: TrainProgress) => void;
}

export async function train(
  deps: DatasetDeps,
  task: unknown,
  specs: unknown,
  o: unknown,
): Promise<Run | Ladder> {
  const at = 'loam.train';
  if (!(task instanceof Task)) {
    return refuse(`${at}: task`, `is ${shown(task)}; it must be what loam.task(…) answers.`);
  }
  const list: unknown[] = Array.isArray(specs) ? specs : [specs];
  if (list.length === 0) return refuse(`${at}: spec`, 'is an empty list; give at least one model.');
  const wanted = list.map((spec, i) => {
    const argument = `${at}: spec${Array.isArray(specs) ? `[${i}]` : ''}`;
    if (!(spec instanceof Spec)) {
      return refuse(
        argument,
        `is ${shown(spec)}; it must be made by loam.model, such as loam.model.trees().`,
      );
    }
    if (spec.varied.length === 0) return spec;
    return refuse(argument, 'has settings that vary; loam.study tries them.');
  });
  const given = options(`${at}: options`, o, [
    'seed',
    'engine',
    'steps',
    'calibrate',
    'coverage',
    'folds',
    'repeats',
    'signal',
    'onProgress',
  ]);
  const signal = signalOf(`${at}: signal`, given.signal);
  const listen =
    given.onProgress === undefined
      ? undefined
      : callback<(event: unknown) => void>(`${at}: onProgress`, given.onProgress, 'event => …');
  const answers = await deps.send(
    'train',
    {
      task: task.args,
      specs: wanted.map(specArgs),
      seed:
        given.seed === undefined
          ? null
          : whole(`${at}: seed`, given.seed, 0, Number.MAX_SAFE_INTEGER),
      engine: given.engine === undefined ? null : oneOf(`${at}: engine`, given.engine, ENGINES),
      steps: stepsOf(task, given.steps),
      ...sureOf(at, given),
      folds: fittingOf(at, task.folds, given.folds, given.repeats),
    },
    { ...(signal && { signal }), ...(listen && { progress: listen }) },
  );
  const runs = answers.map((facts) => new Run(facts, task));
  if (Array.isArray(specs)) return new Ladder(deps, runs);
  return withModel(answers[0]!, runs[0]!);
}

/** A single run without a model is an error; in a ladder it is a row. */
function withModel({ status }: RunFacts, run: Run): Run {
  if (status === 'finished') return run;
  throw new Error(`${run.name} has no model. ${run.failure}`);
}

function stepsOf({ data, predict }: Task, given: unknown): ColumnStep[] {
  if (given === undefined) return [];
  const at = 'loam.train: steps';
  if (!Array.isArray(given)) return refuse(at, `is ${shown(given)}; it must be a list of steps.`);
  const names = data.columnNames.filter((name) => name !== predict);
  return given.map((step: unknown, i) => {
    column(`${at}[${i}].column`, (step as ColumnStep | null)?.column, names);
    return plain(`${at}[${i}]`, step) as unknown as ColumnStep;
  });
}
