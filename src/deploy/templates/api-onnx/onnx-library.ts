/** What this server uses of ONNX Runtime; `onnxruntime-node` has it, and so have its other packages. */
import type { RuntimeValue } from '../../onnx/kept/runtime-value';

export interface OnnxTensor {
  readonly type: string;
  readonly dims: readonly number[];
  /** Row-major. */
  readonly data: unknown;
}

export interface OnnxSession {
  /** `outputs`: those that are wanted; default all. */
  run(
    feeds: Record<string, OnnxTensor>,
    outputs?: readonly string[],
  ): Promise<Record<string, OnnxTensor>>;
}

export interface SessionOptions {
  executionProviders: string[];
  intraOpNumThreads: number;
  interOpNumThreads: number;
  /** 3: errors only. */
  logSeverityLevel: 3;
}

export interface OnnxLibrary {
  env: { versions: { readonly common: string } };
  InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<OnnxSession>;
  };
  Tensor: new (
    type: RuntimeValue['type'],
    values: RuntimeValue['values'],
    shape: readonly number[],
  ) => OnnxTensor;
}
