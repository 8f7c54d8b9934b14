/** What a layer of the plain forward pass is, and where it finds its tensors. */

export type Values = Float32Array | Float64Array;

/** Computes one row's values after the layer into `out`, whose content before does not matter. */
export type RunLayer = (values: Values, out: Float64Array) => void;

/** @throws LoamError `object-damaged` when there is no such tensor of that shape */
export type FindTensor = (name: string, shape: number[]) => Float32Array;
