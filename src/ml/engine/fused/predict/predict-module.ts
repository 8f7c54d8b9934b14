/** What the compiled module exports; every argument is an address in its memory or a number. */
import { EXP_TABLE } from '../../../../core/math/exp-table';
import type { Activation } from '../../../../core/network/types';
import { canCompile, loadedOnce, loadModule } from '../load-module';

type ActivationExport =
  'relu' | 'leakyRelu' | 'elu' | 'gelu' | 'silu' | 'sigmoid' | 'tanh' | 'softplus';

/** Documented in assembly/. */
export interface PredictExports extends Record<
  ActivationExport,
  (values: number, count: number) => void
> {
  gather(rows: number, x: number, inputs: number, groups: number): void;
  scatter(x: number, out: number, outputs: number, groups: number): void;
  dense(
    x: number,
    kernel: number,
    bias: number,
    out: number,
    inputs: number,
    outputs: number,
    groups: number,
  ): void;
  binaryAnswers(logits: number, out: number, count: number): void;
  softmax(values: number, classes: number, rows: number): void;
}

export const ACTIVATION_EXPORTS: Record<Exclude<Activation, 'linear'>, ActivationExport> = {
  relu: 'relu',
  'leaky-relu': 'leakyRelu',
  elu: 'elu',
  gelu: 'gelu',
  silu: 'silu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softplus: 'softplus',
};

export interface PredictInstance {
  memory: WebAssembly.Memory;
  exports: PredictExports;
}

/** As in assembly/table.ts. */
const TABLE_AT = 1024;
/** The first byte that is the caller's. */
export const FREE_FROM = 2048;

const predictModule = loadedOnce(async () => {
  const { PREDICT_BASE64, PREDICT_SHA256 } = await import('./predict.generated');
  return { base64: PREDICT_BASE64, digest: PREDICT_SHA256 };
});

/** Whether this browser knows all that the module uses. */
export async function canPredict(): Promise<boolean> {
  return canCompile(await predictModule());
}

/** @param bytes that its memory must hold */
export async function predictInstance(bytes: number): Promise<PredictInstance> {
  const { memory, exports } = await loadModule(await predictModule(), bytes);
  new Float64Array(memory.buffer, TABLE_AT, EXP_TABLE.length).set(EXP_TABLE);
  return { memory, exports: exports as unknown as PredictExports };
}
