/** What may compute the answers of an API package. */

/** Loam's own code, with the bits of the app; or ONNX Runtime, within 1e-5 of them. */
export type ApiRuntime = 'loam' | 'onnx';

/** As answers, card and metrics write it. */
export const RUNTIME_NAMES = { loam: 'loam', onnx: 'onnxruntime' } as const satisfies Record<
  ApiRuntime,
  string
>;

export type RuntimeName = (typeof RUNTIME_NAMES)[ApiRuntime];

/** The file of a model that ONNX Runtime runs, in the folder of that model. */
export const ONNX_FILE = 'model.onnx';
