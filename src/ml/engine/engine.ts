/**
 * What every engine stands behind. An engine owns a device and turns a job into a session; the session
 * holds data and weights on the device and makes one pass after another. When to stop, what to keep and
 * what to report is decided above (train/fit.ts), the same for every engine.
 */
import type { Activation, EnginePolicy, TrainerSettings } from '../../core/recipe/types';

/** A dense network: inputs, hidden layers with one activation, linear outputs. No hidden layer is a linear model. */
export interface NetworkShape {
  inputs: number;
  hidden: number[];
  outputs: number;
  activation: Activation;
}

/** logistic: one logit, targets 0 or 1. softmax: logits, targets are class indices. squared: targets are numbers. */
export type LossKind = 'logistic' | 'softmax' | 'squared';

/** Rows for training or validation; the engine reads them and never writes. */
export interface Rows {
  count: number;
  /** [count, network.inputs] row-major. */
  inputs: Float32Array;
  /** [count] */
  targets: Float32Array;
  /** [count], mean 1 on train; null when all are equal. */
  weights: Float32Array | null;
}

export interface TrainJob {
  network: NetworkShape;
  loss: LossKind;
  train: Rows;
  validation: Rows | null;
  /** Adds l2 / 2 times the sum of squared kernel weights (biases are free) to the mean loss. */
  l2: number;
  /** Share of hidden units left out at each step, 0 to below 1. */
  dropout: number;
  trainer: TrainerSettings;
  seed: number;
}

export type Backend = 'cpu' | 'wasm' | 'webgpu';

export interface EpochOutputs {
  /** Network outputs for train, [count, outputs], in the order of `order`: each row's as of its own step. */
  train: Float32Array;
  /** Row numbers of train in the order of this epoch. */
  order: Uint32Array;
  /** Network outputs for validation after the epoch, in row order; null without validation. */
  validation: Float32Array | null;
}

/** Asked now and then between steps, so that messages arrive and work can be cancelled; false ends the epoch. */
export type Breathe = () => Promise<boolean>;

/** One training under way. Whoever started it disposes it. */
export interface Session {
  stepsPerEpoch: number;
  /**
   * One pass over train in the order of the stream `shuffle/<epoch>`; null when `breathe` ended it early.
   * @param epoch from 1
   * @throws LoamError `engine-lost`
   */
  epoch(epoch: number, breathe: Breathe): Promise<EpochOutputs | null>;
  /** Does `count` steps and waits for the device; returns milliseconds per step. Weights change. */
  measure(count: number): Promise<number>;
  /** Keeps the weights as they are now as the best so far, on the device. */
  keep(): void;
  /** The kept weights (the current ones if none were kept), flat: kernel, bias per layer. */
  weights(): Promise<Float32Array>;
  dispose(): void;
}

export interface Engine {
  backend: Backend;
  /** What the device calls itself; null for processors. */
  adapter: string | null;
  /** Data is copied; the job's arrays stay the caller's. */
  start(job: TrainJob): Promise<Session>;
  memory(): { tensors: number; bytes: number };
}

export interface EngineProvider {
  backend: Backend;
  supports(job: TrainJob): boolean;
  /**
   * @param policy 'auto' refuses software adapters, naming the backend takes them
   * @throws LoamError `engine-unavailable` with a plain `reason`
   */
  open(policy: EnginePolicy): Promise<Engine>;
  /** After `engine-lost`: forgets the device, so that another backend can work. */
  forget(): void;
}
