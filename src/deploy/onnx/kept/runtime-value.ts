/** Tensors as ONNX Runtime takes and gives them, in a page, in a worker and in Node. */

/** Row-major. */
export type RuntimeValue = { shape: number[] } & (
  | { type: 'float32'; values: Float32Array }
  | { type: 'float64'; values: Float64Array }
  | { type: 'int32'; values: Int32Array }
  | { type: 'int64'; values: BigInt64Array }
  | { type: 'bool'; values: Uint8Array }
  | { type: 'string'; values: string[] }
);

/** An open file. Only the outputs that are asked for are computed and given. */
export type RunGraph = (
  feeds: Record<string, RuntimeValue>,
  outputs: string[],
) => Promise<Record<string, RuntimeValue>>;
