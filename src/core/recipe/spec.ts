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
import { isTreeModel } from './tree-model';
import type {
  CodeRecipe,
  ColumnStep,
  EngineRecipe,
  EnginePolicy,
  ModelSpec,
  Recipe,
  RecipeCode,
  TrainerSettings,
} from './types';

/** A model's name, or a kind with any of its settings; the others get the defaults for this data. */
export type ModelChoice =
  | ModelName
  | { [K in ModelKind]: { kind: K } & Partial<Extract<ModelSpec, { kind: K }>> }[ModelKind];

export interface RecipeSpec {
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
  const recipe = spec.code
    ? byCode(fields, spec.code)
    : ({ format: 'loam.recipe/1', ...fields, engine: spec.engine ?? 'auto' } as const);
  checkRecipe(recipe);
  return recipe;
}

function byCode(
  { model, ...fields }: Omit<EngineRecipe, 'format' | 'engine'>,
  code: RecipeCode,
): CodeRecipe {
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
