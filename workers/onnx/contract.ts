/** What crosses into the worker of ONNX Runtime: one file; the worker ends with it. */
import type { RuntimeValue } from '../../src/deploy/onnx/kept';
import type { CallContext, Progress } from '../call-context';

export type OnnxValue = RuntimeValue;

/** Absolute. */
export interface OnnxAddresses {
  /** The script of the worker that runs a file. */
  worker: string;
  /** ONNX Runtime's own file. */
  wasm: string;
}

/** A request that may meet a model which ONNX Runtime computes; every request of the app says where that is. */
export interface MayRunOnnx {
  onnx?: OnnxAddresses;
}

export interface OnnxApi {
  /**
   * Once per worker. `wasm`: where ONNX Runtime's own file is, absolute.
   * @returns names, in the order of the file
   */
  open(
    request: { model: Uint8Array; wasm: string },
    context: CallContext<Progress>,
  ): Promise<{ inputs: string[]; outputs: string[] }>;
  /** By name. `outputs`: those that are wanted; default all. */
  run(
    request: { feeds: Record<string, OnnxValue>; outputs?: string[] },
    context: CallContext<Progress>,
  ): Promise<Record<string, OnnxValue>>;
}
