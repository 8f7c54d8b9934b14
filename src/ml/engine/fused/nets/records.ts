/** The host's half of the tape (assembly/program.ts): operations, codes and how operands become words. */
import type { Activation } from '../../../../core/network/types';
import type { Optimiser } from '../../../../core/recipe/types';
import type { LossKind } from '../../engine';

/** As in assembly/program.ts. */
export const OPERATIONS = {
  end: 0,
  gather: 1,
  denseForward: 2,
  denseKernelGradient: 3,
  denseInputGradient: 4,
  activate: 5,
  slope: 6,
  loss: 7,
  addLoss: 8,
  penalty: 9,
  norm: 10,
  clip: 11,
  update: 12,
  give: 13,
  dropoutWords: 14,
  dropoutForward: 15,
  dropoutBackward: 16,
  take: 17,
  decay: 18,
  // As in assembly/layers.ts.
  convPrepare: 32,
  convForward: 33,
  convKernelGradient: 34,
  convPrepareBack: 35,
  convInputGradient: 36,
  depthwiseForward: 37,
  depthwiseKernelGradient: 38,
  depthwiseInputGradient: 39,
  poolForward: 40,
  poolBackward: 41,
  batchStatistics: 42,
  movingStatistics: 43,
  batchNormForward: 44,
  batchNormScaleGradient: 45,
  batchNormInputGradient: 46,
  layerNormForward: 47,
  layerNormScaleGradient: 48,
  layerNormInputGradient: 49,
  embeddingForward: 50,
  embeddingGradient: 51,
} as const;

export type Operation = keyof typeof OPERATIONS;

/** One record: its operation and its operands as unsigned words. */
export interface TapeRecord {
  operation: number;
  operands: number[];
}

/** @param operands addresses, sizes and codes; see `float` and `double` for others */
export function record(operation: Operation, ...operands: number[]): TapeRecord {
  return { operation: OPERATIONS[operation], operands };
}

/** The word of a float32. */
export function float(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0]!;
}

/** The two words of a float64, which come first among the operands. */
export function double(value: number): [number, number] {
  const [low, high] = new Uint32Array(Float64Array.of(value).buffer);
  return [low!, high!];
}

/** A whole tape, with its end. */
export function tapeWords(records: TapeRecord[]): Uint32Array {
  const words = records.flatMap(({ operation, operands }) => [
    operation,
    operands.length + 2,
    ...operands,
  ]);
  return Uint32Array.from([...words, OPERATIONS.end]);
}

/** As in assembly/activation.ts. */
export const ACTIVATION_CODE: Readonly<Record<Activation, number>> = {
  linear: 0,
  relu: 1,
  'leaky-relu': 2,
  elu: 3,
  gelu: 4,
  silu: 5,
  sigmoid: 6,
  tanh: 7,
  softplus: 8,
};

/** As in assembly/loss.ts. */
export const LOSS_CODE: Readonly<Record<LossKind, number>> = {
  logistic: 0,
  softmax: 1,
  squared: 2,
  absolute: 3,
  huber: 4,
};

/** As in assembly/optimiser.ts, and how many vectors each remembers. */
export const OPTIMISER_CODE: Readonly<Record<Optimiser, { code: number; memories: number }>> = {
  sgd: { code: 0, memories: 0 },
  momentum: { code: 1, memories: 1 },
  rmsprop: { code: 2, memories: 1 },
  adam: { code: 3, memories: 2 },
  adamw: { code: 3, memories: 2 },
};
