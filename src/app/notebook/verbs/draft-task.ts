/**
 * From what a cell says to what the form would say: the same guess, corrected by what was given, and the same
 * defaults, so that a cell and the form make the same recipe.
 */
import { LoamError, isLoamError } from '../../../core/errors';
import { recipe as recipeShape } from '../../../core/formats/recipe';
import type { DatasetRow } from '../../../core/log/rows';
import { METRICS_SHOWN } from '../../../core/metrics/shown';
import type { MetricName } from '../../../core/metrics/names';
import { defaultModel, defaultTrainer } from '../../../core/recipe/defaults';
import type { RecipeFacts } from '../../../core/recipe/facts';
import { toRecipe, type ModelChoice, type RecipeSpec } from '../../../core/recipe/spec';
import { blankPixels } from '../../../core/recipe/image-shape';
import type { ColumnStep, EngineRecipe, Recipe, RecipeCode } from '../../../core/recipe/types';
import type { DatasetProfile } from '../../../core/dataset/types';
import type { TaskGuess } from '../../../core/task/types';
import type { SpecArgs, TaskArgs, TrainArgs } from '../../../kernel/library/verbs';
import type { TaskDraft } from '../../commands/draft-task';
import type { RunDraft } from '../../commands/start-run';
import { draftFacts, withBlankPixels, YOUR_CHOICE } from '../../draft-facts';
import { UNMADE_TASK } from '../../draft-problem';
import type { PlannedCode } from '../../code-recipe/planned-code';
import type { VerbPlace } from './desk';
import { foldsJudge } from '../../draft-refinements';
import { foldPlanOf } from './fold-plan';

/** What all models of one call share. */
export interface DraftBase {
  dataset: DatasetRow;
  profile: DatasetProfile;
  guess: TaskGuess;
  task: TaskDraft;
}

function bad(argument: string, reason: string): never {
  throw new LoamError('argument-invalid', { argument, reason });
}

export async function draftBase(
  { context }: VerbPlace,
  dataset: DatasetRow,
  args: TaskArgs,
  signal: AbortSignal,
): Promise<DraftBase> {
  const profile = await context.json(dataset.profile, 'loam.profile/1');
  const known = new Set(profile.columns.map(({ name }) => name));
  for (const column of [args.predict, ...args.roles.map((each) => each.column)]) {
    if (!known.has(column)) bad(column, `“${dataset.name}” ${dataset.version} has no such column`);
  }
  const guess = await context.workers.analyst.call(
    'guess',
    {
      workspace: context.id,
      dataset: dataset.manifest,
      target: args.predict,
      ...(args.positive === null ? {} : { positive: args.positive }),
    },
    { signal },
  );
  return { dataset, profile, guess, task: taskDraft(guess, args) };
}

function taskDraft(guess: TaskGuess, args: TaskArgs): TaskDraft {
  const { kind, classes } = guess;
  if (args.positive !== null && kind !== 'binary') {
    bad('positive', `“${guess.target}” asks for ${kind}, which has no positive class`);
  }
  if (args.positive !== null && !classes?.includes(args.positive)) {
    bad('positive', `“${guess.target}” is ${(classes ?? []).join(' or ')}, never ${args.positive}`);
  }
  const fitting = METRICS_SHOWN[kind] as readonly MetricName[];
  if (args.metric !== null && !fitting.includes(args.metric)) {
    bad('metric', `for ${kind} there are ${fitting.join(', ')}`);
  }
  const given = new Map(args.roles.map(({ column, role }) => [column, role]));
  const timed = args.roles.some(({ role }) => role === 'time');
  return {
    target: guess.target,
    positive: guess.positive,
    kind,
    metric: args.metric ?? guess.metric,
    roles: guess.roles.map((each) => {
      const role = given.get(each.column);
      return role && role !== each.role ? { column: each.column, role, why: YOUR_CHOICE } : each;
    }),
    by: args.by ?? (timed || guess.by !== 'time' || given.size === 0 ? guess.by : 'hash'),
    validation: args.validation,
    test: args.test,
  };
}

/** @throws LoamError `argument-invalid`, `recipe-invalid` */
export function draftRun(
  { dataset, profile, guess, task }: DraftBase,
  { name, model, trainer, code: asked }: SpecArgs,
  { seed, engine, steps, calibrate, coverage, folds: fitted }: Omit<TrainArgs, 'task' | 'specs'>,
  byCode: PlannedCode | null,
): RunDraft {
  const pixels = name === 'cnn' || name === 'layers';
  const judged = pixels ? withBlankPixels(task, profile) : task;
  const facts = draftFacts(profile, guess.classes, judged);
  const plain = defaultModel(name, facts);
  if (name === 'cnn' && plain.kind === 'layers' && plain.input === null) {
    const blank = blankPixels({ roles: judged.roles, columns: profile.columns });
    bad(
      'loam.model.cnn',
      `the features are not the pixels of an image${blank.length > 0 ? ', with those that are blank' : ''}; use layers, mlp or trees`,
    );
  }
  const kind = `loam.model.${asked ? 'code' : name}`;
  if (calibrate !== 'none' && judged.kind === 'regression') {
    bad('calibrate', 'is for classes; this task predicts a number');
  }
  if (asked && engine !== null) {
    bad('engine', 'code of a notebook runs in its cage and says itself what it computes on');
  }
  known(kind, model, plain);
  known(kind, trainer, defaultTrainer(plain, facts));
  const spec = {
    task: UNMADE_TASK,
    model: { ...plain, ...model, kind: plain.kind } as ModelChoice,
    trainer,
    ...(seed === null ? {} : { seed }),
    ...(engine === null ? {} : { engine }),
  };
  if (byCode && (calibrate !== 'none' || coverage !== null || fitted)) {
    bad(kind, 'what code learns can be neither calibrated, covered nor learnt by folds');
  }
  if (byCode) recipeOf({ ...spec, code: byCode.code }, facts);
  const made = recipeOf(spec, facts);
  const value = { ...made, preprocessing: withSteps(made.preprocessing, steps) };
  if (steps.length > 0) recipeOf({ ...spec, preprocessing: value.preprocessing }, facts);
  if (!recipeShape(value)) bad(kind, 'a setting is of the wrong kind');
  const { preprocessing, targetScale, model: settled, trainer: training } = value;
  const plan = typeof fitted === 'object' && fitted ? foldPlanOf(fitted, task) : null;
  const wanted =
    plan && 'windows' in plan ? plan : typeof fitted === 'boolean' ? fitted : undefined;
  return {
    dataset,
    task: judged,
    recipe: {
      preprocessing,
      targetScale,
      model: settled,
      trainer: training,
      seed: value.seed,
      engine: value.engine,
      ...(calibrate === 'none' ? {} : { calibration: calibrate }),
      ...(coverage === null ? {} : { coverage }),
      ...(plan && 'by' in plan
        ? { fitting: { type: 'folds' as const, folds: plan } }
        : !byCode && { byFolds: foldsJudge(wanted, profile.rows, judged) }),
    },
    byCode,
    facts,
    sentence: guess.sentence,
  };
}

function known(argument: string, given: object, allowed: object): void {
  const stranger = Object.keys(given).find((key) => !Object.hasOwn(allowed, key));
  if (stranger !== undefined) bad(argument, `it has no setting “${stranger}”`);
}

/** Checks may trip over what is no setting at all: that is then said as the recipe's fault. */
function recipeOf<S extends RecipeSpec>(
  spec: S,
  facts: RecipeFacts,
): S extends { code: RecipeCode } ? Recipe : EngineRecipe {
  try {
    return toRecipe(spec, facts) as never;
  } catch (error) {
    if (isLoamError(error)) throw error;
    throw new LoamError('recipe-invalid', { reason: 'a setting is of the wrong kind' });
  }
}

function withSteps(defaults: ColumnStep[], given: readonly ColumnStep[]): ColumnStep[] {
  const left = new Map(given.map((step) => [step.column, step]));
  if (left.size < given.length) bad('steps', 'a column has two steps');
  const steps = defaults.map((step) => {
    const other = left.get(step.column) ?? step;
    left.delete(step.column);
    return other;
  });
  const [stranger] = left.keys();
  if (stranger !== undefined) {
    bad('steps', `“${stranger}” is no feature that could be prepared`);
  }
  return steps;
}
