/** What a form, a cell or a file says of a training run, and the complete recipe that it stands for. */
import type { Link } from '../hash/digest';
import {
  defaultModel,
  defaultPreprocessing,
  defaultTrainer,
  type ModelKind,
  type ModelName,
} from './defaults';
import type { RecipeFacts } from './facts';
import { checkRecipe } from './check';
import { invalid } from './need';
import { isUnrefined, UNREFINED, type Refinements } from './refinements';
import { isRefinedStep } from './refined-step';
import { isTreeModel } from './tree-model';
import type {
  CodeRecipe,
  ColumnStep,
  EngineRecipe,
  EnginePolicy,
  ModelSpec,
  PlainRecipe,
  Recipe,
  RecipeCode,
  TrainerSettings,
} from './types';

/** A model's name, or a kind with any of its settings; the others get the defaults for this data. */
export type ModelChoice =
  | ModelName
  | { [K in ModelKind]: { kind: K } & Partial<Extract<ModelSpec, { kind: K }>> }[ModelKind];

/** `Refinements` default to none of them: see `UNREFINED`. */
export interface RecipeSpec extends Partial<Refinements> {
  task: Link;
  /** Default: 'mlp'. */
  model?: ModelChoice;
  /** Default: one step per usable feature, see `defaultPreprocessing`. */
  preprocessing?: ColumnStep[];
  /** Default: 'standard' for regression by anything but trees, else 'none'. */
  targetScale?: 'standard' | 'none';
  /** Default: see `defaultTrainer`. */
  trainer?: Partial<TrainerSettings>;
  /** An integer from 0 to 2^53 - 1. Default: 1. */
  seed?: number;
  /** Default: 'auto'; none for code, which says itself what it computes on. */
  engine?: EnginePolicy;
  /** The function of a notebook that learns the weights. Default: none, an engine of Loam's does. */
  code?: RecipeCode;
}

/** @throws LoamError `recipe-invalid` with the `field` and `reason` */
export function toRecipe(spec: RecipeSpec & { code?: undefined }, facts: RecipeFacts): EngineRecipe;
export function toRecipe(spec: RecipeSpec, facts: RecipeFacts): Recipe;
export function toRecipe(spec: RecipeSpec, facts: RecipeFacts): Recipe {
  const model = toModel(spec.model ?? 'mlp', facts);
  const scaled = facts.kind === 'regression' && !isTreeModel(model);
  const fields = {
    semantics: 1 as const,
    task: spec.task,
    preprocessing: spec.preprocessing ?? defaultPreprocessing(facts, model),
    targetScale: spec.targetScale ?? (scaled ? 'standard' : 'none'),
    model,
    trainer: { ...defaultTrainer(model, facts), ...withoutUndefined(spec.trainer ?? {}) },
    seed: spec.seed ?? 1,
  };
  const recipe = spec.code ? byCode(fields, spec.code) : byEngine(fields, spec);
  checkRecipe(recipe);
  return recipe;
}

type Fields = Omit<PlainRecipe, 'format' | 'engine'>;

/** In the first format that can say it: what needs no refinement keeps the identity that it always had. */
function byEngine(fields: Fields, spec: RecipeSpec): EngineRecipe {
  const {
    derive = UNREFINED.derive,
    fitting = UNREFINED.fitting,
    calibration = UNREFINED.calibration,
    coverage = UNREFINED.coverage,
  } = spec;
  const refinements = { derive, fitting, calibration, coverage };
  const engine = spec.engine ?? 'auto';
  return isUnrefined(refinements) && !fields.preprocessing.some(isRefinedStep)
    ? { format: 'loam.recipe/1', ...fields, engine }
    : { format: 'loam.recipe/4', ...fields, ...refinements, engine };
}

function byCode({ model, ...fields }: Fields, code: RecipeCode): CodeRecipe {
  if (model.kind !== 'layers') return invalid('model.kind', 'must be layers');
  return { format: 'loam.recipe/2', ...fields, model, engine: 'cage', code };
}

function toModel(choice: ModelChoice, facts: RecipeFacts): ModelSpec {
  if (typeof choice === 'string') return defaultModel(choice, facts);
  return { ...defaultModel(choice.kind, facts), ...withoutUndefined(choice) } as ModelSpec;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}
