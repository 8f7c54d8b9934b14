import type { DenseLayer, Network } from './types';

/** One dense layer whose sums are the outputs themselves. */
export function linearLayerOf(network: Network): DenseLayer | null {
  const only = network.type === 'layers' && network.layers.length === 1 ? network.layers[0]! : null;
  return only?.layer === 'dense' && only.activation === 'linear' ? only : null;
}
