import type { ModelLayer } from '../../../core/model/types';
import type { FindTensor, RunLayer } from './layer';

/** The row of each code, one after another; what is no code takes the last row. */
export function embeddingLayer(
  layer: Extract<ModelLayer, { layer: 'embedding' }>,
  find: FindTensor,
): RunLayer {
  const { length, vocabulary, size } = layer;
  const embeddings = find(layer.embeddings, [vocabulary + 1, size]);
  return (values, out) => {
    for (let i = 0; i < length; i++) {
      const x = values[i]!;
      const row = x >= 0 && x < vocabulary && Math.floor(x) === x ? x : vocabulary;
      out.set(embeddings.subarray(row * size, (row + 1) * size), i * size);
    }
  };
}
