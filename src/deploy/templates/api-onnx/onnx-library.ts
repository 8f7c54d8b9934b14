/** What this server uses of ONNX Runtime; `onnxruntime-node` has it, and so have its other packages. */
export interface OnnxTensor {
  /** Row-major. */
  readonly data: unknown;
}

export interface OnnxSession {
  run(feeds: Record<string, OnnxTensor>): Promise<Record<string, OnnxTensor>>;
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
    type: 'float64' | 'string',
    values: Float64Array | readonly string[],
    shape: readonly number[],
  ) => OnnxTensor;
}
