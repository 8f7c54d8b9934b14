/** What the verbs of tasks and training pass and are answered, as plain data; see verbs.ts. */
import type { MetricValue } from '../../core/evaluation/types';
import type { MetricName } from '../../core/metrics/names';
import type { JsonObject } from '../../core/notebook/types';
import type { ModelName } from '../../core/recipe/defaults';
import type { ColumnStep, EnginePolicy, ModelSpec, TrainerSettings } from '../../core/recipe/types';
import type { Role, TaskKind } from '../../core/task/types';
import type { FoldsArgs } from './folds';
import type { SureArgs } from './sure';

export interface TaskArgs {
  /** Id of the dataset version. */
  dataset: string;
  predict: string;
  positive: string | null;
  /** Roles that were given by hand; the others follow from the data, as in the form. */
  roles: { column: string; role: Exclude<Role, 'target' | 'feature'> }[];
  metric: MetricName | null;
  /** Null: as the form proposes. */
  by: 'hash' | 'stratified' | 'time' | null;
  /** Shares of the rows. */
  validation: number;
  test: number;
}

/** One model kind with the settings that differ from its defaults for this data. */
export interface SpecArgs {
  name: ModelName;
  model: Partial<Omit<Extract<ModelSpec, { kind: string }>, 'kind'>> & Record<string, unknown>;
  trainer: Partial<TrainerSettings>;
  /** A function of the notebook learns the weights, in a cage of its own; null: an engine does. */
  code: CodeArgs | null;
}

export interface CodeArgs {
  /** The function, by the name that a cell declares. */
  entry: string;
  settings: JsonObject;
}

export interface TrainArgs extends SureArgs {
  task: TaskArgs;
  specs: SpecArgs[];
  seed: number | null;
  engine: EnginePolicy | null;
  /** Preparation of single columns in place of the defaults. */
  steps: ColumnStep[];
  /** True: by the folds that the task proposes; false: held out. */
  folds: FoldsArgs | boolean | null;
}

export interface RunFacts {
  id: string;
  name: string;
  /** In words, e.g. "MLP 64 · 32". */
  model: string;
  status: 'finished' | 'cancelled' | 'failed';
  /** Why it failed, in a sentence; else null. */
  failure: string | null;
  /** This very recipe had run before. */
  known: boolean;
  /** Of the engine that trained it. */
  engine: string | null;
  seconds: number | null;
  kind: TaskKind;
  positive: string | null;
  metric: MetricName;
  /** The task's metric on validation; null where the run has no model. */
  score: MetricValue | null;
}
