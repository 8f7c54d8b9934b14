/**
 * What crosses between a code recipe's function in its cage and the host, by three verbs that no notebook has:
 * `fit-job` asks for the work, `fit-reports` says how far it is, `fit-done` hands the weights over. The host
 * checks what comes out; what goes in is the host's own.
 */
import type { Parameter } from '../core/network/plan';
import type { JsonObject } from '../core/notebook/types';
import type { TrainerSettings } from '../core/recipe/types';
import type { TaskKind } from '../core/task/types';

export interface FitRows {
  count: number;
  /** [count, inputs], row after row. */
  inputs: Float32Array;
  /** [count]: 0 or 1 of two classes, the number of the class of several, else the scaled number. */
  targets: Float32Array;
  /** [count]; null where all are equal. */
  weights: Float32Array | null;
}

export interface CageFitJob {
  kind: TaskKind;
  classes: string[] | null;
  settings: JsonObject;
  trainer: TrainerSettings;
  seed: number;
  loss: 'logistic' | 'softmax' | 'squared' | 'absolute' | 'huber';
  /** As core/network/plan plans it; `parameters` of all its layers one after another. */
  plan: { layers: unknown[]; parameters: number };
  parameters: Parameter[];
  /** Shape of one row. */
  input: number[];
  outputs: number;
  /** All parameters, as they begin. */
  weights: Float32Array;
  train: FitRows;
  validation: FitRows | null;
}

export interface CageFitReport {
  train: number;
  validation: number | null;
}

export interface FitVerbs {
  'fit-job': { args: null; answer: CageFitJob };
  'fit-reports': { args: CageFitReport[]; answer: null };
  /** `on`: the backend of TensorFlow.js, '' where it was not used. */
  'fit-done': { args: { weights: Float32Array; on: string }; answer: null };
}
