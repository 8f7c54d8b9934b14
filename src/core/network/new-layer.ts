/** A layer of each kind, as it is when one adds it: settings that work in most networks. */
import type { LayerSpec } from './types';

export type LayerKind = LayerSpec['layer'];

/** In the order of a menu: what most networks need first. */
export const LAYER_KINDS: readonly LayerKind[] = [
  'dense',
  'conv2d',
  'pool2d',
  'flatten',
  'dropout',
  'batch-norm',
  'layer-norm',
  'depthwise2d',
  'conv1d',
  'pool1d',
  'embedding',
];

export function newLayer(kind: LayerKind): LayerSpec {
  switch (kind) {
    case 'dense':
      return { layer: kind, units: 32, activation: 'relu' };
    case 'conv1d':
      return {
        layer: kind,
        filters: 16,
        size: 3,
        stride: 1,
        padding: 'same',
        activation: 'relu',
      };
    case 'conv2d':
      return {
        layer: kind,
        filters: 16,
        size: [3, 3],
        stride: [1, 1],
        padding: 'same',
        activation: 'relu',
      };
    case 'depthwise2d':
      return {
        layer: kind,
        multiplier: 1,
        size: [3, 3],
        stride: [1, 1],
        padding: 'same',
        activation: 'relu',
      };
    case 'pool1d':
      return { layer: kind, of: 'max', size: 2, stride: 2, padding: 'valid' };
    case 'pool2d':
      return { layer: kind, of: 'max', size: [2, 2], stride: [2, 2], padding: 'valid' };
    case 'flatten':
      return { layer: kind };
    case 'batch-norm':
      return { layer: kind, momentum: 0.99, epsilon: 0.001 };
    case 'layer-norm':
      return { layer: kind, epsilon: 0.001 };
    case 'dropout':
      return { layer: kind, rate: 0.2 };
    case 'embedding':
      return { layer: kind, vocabulary: 255, size: 8 };
    default:
      throw kind satisfies never;
  }
}
