/**
 * What every engine stands behind. An engine owns a device and turns a job into a session; the session
 * holds data and weights on the device and makes one pass after another. When to stop, what to keep and
 * what to report is decided above (train/train-session.ts), the same for every engine.
 */
import type { Network } from '../../core/model/types';
import type { NetworkSpec } from '../../core/network/types';
import type { EngineName, EnginePolicy, ModelSpec, TrainerSettings } from '../../core/recipe/types';
import type { NamedTensor, TensorValues } from '../formats/safetensors';

/**
 * logistic: one logit, targets 0 or 1. softmax: logits, targets are class indices. The others take numbers:
 * squared (d^2), absolute (|d|), huber (d^2 / 2 up to 1, then |d| - 1/2).
 */
export type LossKind = 'logistic' | 'softmax' | 'squared' | 'absolute' | 'huber';

/** Rows for training or validation; the engine reads them and never writes. */
export interface Rows {
  count: number;
  /** [count, inputs] row-major; NaN is a missing value (trees only). */
  inputs: Float32Array;
  /** [count] */
  targets: Float32Array;
  /** [count], mean 1 on train; null when all are equal. */
  weights: Float32Array | null;
}

interface JobBase {
  train: Rows;
  validation: Rows | null;
  trainer: TrainerSettings;
  seed: number;
}

export interface NetworkJob extends JobBase {
  type: 'network';
  network: NetworkSpec;
  loss: LossKind;
  /** Adds l1 times the sum of |w| and l2 / 2 times the sum of w^2 over kernels to the mean loss. */
  l1: number;
  /** With adamw it is the decay of the weights instead, and no part of the loss. */
  l2: number;
  /** Largest norm of the whole gradient; null never clips. */
  clip: number | null;
}

export type TreeModel = Extract<ModelSpec, { kind: 'trees' | 'forest' }>;
export type TreeLossKind = 'logistic' | 'softmax' | 'squared' | 'absolute' | 'quantile' | 'poisson';

export interface TreesJob extends JobBase {
  type: 'trees';
  model: TreeModel;
  loss: TreeLossKind;
  inputs: number;
  /** Per row: 1, or one for each class. */
  outputs: number;
  /** Per input: how many category codes it has; 0 for numbers. */
  categories: Uint32Array;
  /** Per input: 1 rising, -1 falling, 0 free. */
  monotone: Int8Array;
}

export type TrainJob = NetworkJob | TreesJob;

export interface EpochOutputs {
  /**
   * Mean weighted loss over train: for networks each row's as of its own step, for trees after the round. The
   * loss alone, without what l1 and l2 add. Not finite when any output was not.
   */
  train: number;
  /** Outputs for validation after the epoch, [count, outputs] in row order; null without validation. */
  validation: Float32Array | null;
}

/** Asked now and then between steps, so that messages arrive and work can be cancelled; false ends the epoch. */
export type Breathe = () => Promise<boolean>;

/**
 * Everything a session needs to go on, on any engine that supports the job. Networks, in the flat order of
 * the plan: `weights`, `memory.0` and `memory.1` (what the optimiser remembers, as many as it has; Adam's
 * step count is that of steps done), `kept` (absent if nothing was kept) and `loss` (Float64Array of two:
 * weighted sum of losses and sum of weights of the epoch so far). Trees choose their own names.
 */
export interface SessionState {
  /** Epoch under way, from 1. */
  epoch: number;
  /** Steps of it that are done. */
  step: number;
  arrays: Record<string, Float32Array | Float64Array | Int32Array | Uint8Array>;
}

/** What was learnt: what a model manifest says of it, and its tensors. */
export interface Learnt {
  network: Network;
  tensors: NamedTensor<TensorValues>[];
}

/** One training under way. Whoever started it disposes it. */
export interface Session {
  /** Batches per epoch; 1 for trees, whose epoch is one round. */
  stepsPerEpoch: number;
  /**
   * One pass over train in the order of the stream `shuffle/<epoch>` (networks), or one more round of trees;
   * null when `breathe` ended it early: asked again, it goes on where it was.
   * @param epoch from 1
   * @throws LoamError `engine-lost`
   */
  epoch(epoch: number, breathe: Breathe): Promise<EpochOutputs | null>;
  /** Does `count` steps and waits for the device; returns milliseconds per step. Weights change. */
  measure(count: number): Promise<number>;
  /** Keeps the weights as they are now as the best so far, on the device. */
  keep(): void;
  /** What was kept, or what is learnt now if nothing was. Copies, owned by the caller. */
  learnt(): Promise<Learnt>;
  /** Copies of all that changes, between two steps. */
  save(): Promise<SessionState>;
  dispose(): void;
}

/** The compiled code of an engine of ours; runs name it, so that it can be run again. */
export interface EngineModule {
  bytes: Uint8Array;
  /** SHA-256 of the bytes. */
  digest: string;
  threads: number;
}

export interface Engine {
  name: EngineName;
  /** What the device calls itself; null for processors. */
  adapter: string | null;
  /** The code that trains this job; null for engines of others. */
  moduleFor(job: TrainJob): EngineModule | null;
  /**
   * Data is copied; the job's arrays stay the caller's.
   * @param from what `save` gave for this very job; the session goes on from there
   */
  start(job: TrainJob, from?: SessionState | null): Promise<Session>;
  memory(): { tensors: number; bytes: number };
}

export interface EngineProvider {
  name: EngineName;
  supports(job: TrainJob): boolean;
  /**
   * @param policy 'auto' refuses software adapters, naming the engine takes them
   * @throws LoamError `engine-unavailable` with a plain `reason`
   */
  open(policy: EnginePolicy): Promise<Engine>;
  /** After `engine-lost`: forgets the device, so that another engine can work. */
  forget(): void;
}
