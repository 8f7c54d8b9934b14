/** The layers of a network as written in recipes. Whether they fit each other is for network/plan.ts. */
import type { LayerSpec, Padding } from '../network/types';
import { count, number, oneOf, only, record, tuple, union } from '../shape/check';
import { activation } from './vocabulary';

const pair = tuple(count, count);
const padding = oneOf<Padding>({ valid: 1, same: 1 });
const pooling = oneOf<'max' | 'average'>({ max: 1, average: 1 });

export const layerSpec = union<LayerSpec, 'layer'>('layer', {
  dense: record({ layer: only('dense'), units: count, activation }),
  conv1d: record({
    layer: only('conv1d'),
    filters: count,
    size: count,
    stride: count,
    padding,
    activation,
  }),
  conv2d: record({
    layer: only('conv2d'),
    filters: count,
    size: pair,
    stride: pair,
    padding,
    activation,
  }),
  depthwise2d: record({
    layer: only('depthwise2d'),
    multiplier: count,
    size: pair,
    stride: pair,
    padding,
    activation,
  }),
  pool1d: record({ layer: only('pool1d'), of: pooling, size: count, stride: count, padding }),
  pool2d: record({ layer: only('pool2d'), of: pooling, size: pair, stride: pair, padding }),
  flatten: record({ layer: only('flatten') }),
  'batch-norm': record({ layer: only('batch-norm'), momentum: number, epsilon: number }),
  'layer-norm': record({ layer: only('layer-norm'), epsilon: number }),
  dropout: record({ layer: only('dropout'), rate: number }),
  embedding: record({ layer: only('embedding'), vocabulary: count, size: count }),
});
