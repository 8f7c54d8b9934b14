/** The settings of one layer of a network, each by itself; whether layers fit is for network/plan.ts. */
import type { Activation, LayerSpec } from '../network/types';
import { inRange, invalid, isWhole, listed, need, oneOf } from './need';

export const ACTIVATIONS: readonly Activation[] = [
  'linear',
  'relu',
  'leaky-relu',
  'elu',
  'gelu',
  'silu',
  'sigmoid',
  'tanh',
  'softplus',
];

const MOST_UNITS = 16_384;
const MOST_PLACES = 1024;

function places(value: unknown, field: string, axes: 1 | 2): void {
  const list = axes === 1 ? [value] : value;
  need(
    Array.isArray(list) && list.length === axes && list.every((n) => isWhole(n, 1, MOST_PLACES)),
    field,
    axes === 1 ? 'must be a whole number from 1' : 'must be two whole numbers from 1',
  );
}

function sliding(
  layer: { size: unknown; stride: unknown; padding: unknown },
  field: string,
  axes: 1 | 2,
): void {
  places(layer.size, `${field}.size`, axes);
  places(layer.stride, `${field}.stride`, axes);
  need(oneOf(layer.padding, ['valid', 'same']), `${field}.padding`, 'must be valid or same');
}

function activated({ activation }: { activation: Activation }, field: string): void {
  need(oneOf(activation, ACTIVATIONS), `${field}.activation`, `must be ${listed(ACTIVATIONS)}`);
}

function units(value: unknown, field: string): void {
  need(isWhole(value, 1, MOST_UNITS), field, 'must be from 1 to 16,384');
}

function positive(value: unknown, field: string): void {
  need(inRange(value, 1e-12, 1), field, 'must be above 0, at most 1');
}

/** @throws LoamError `recipe-invalid` */
export function checkLayer(layer: LayerSpec, field: string): void {
  need(typeof layer === 'object' && layer !== null, field, 'must be an object');
  switch (layer.layer) {
    case 'dense':
      units(layer.units, `${field}.units`);
      return activated(layer, field);
    case 'conv1d':
    case 'conv2d':
      units(layer.filters, `${field}.filters`);
      sliding(layer, field, layer.layer === 'conv1d' ? 1 : 2);
      return activated(layer, field);
    case 'depthwise2d':
      need(isWhole(layer.multiplier, 1, 64), `${field}.multiplier`, 'must be from 1 to 64');
      sliding(layer, field, 2);
      return activated(layer, field);
    case 'pool1d':
    case 'pool2d':
      need(oneOf(layer.of, ['max', 'average']), `${field}.of`, 'must be max or average');
      return sliding(layer, field, layer.layer === 'pool1d' ? 1 : 2);
    case 'flatten':
      return;
    case 'batch-norm':
      need(inRange(layer.momentum, 0, 1), `${field}.momentum`, 'must be from 0 to 1');
      return positive(layer.epsilon, `${field}.epsilon`);
    case 'layer-norm':
      return positive(layer.epsilon, `${field}.epsilon`);
    case 'dropout':
      return need(inRange(layer.rate, 0, 0.9), `${field}.rate`, 'must be from 0 to 0.9');
    case 'embedding':
      need(
        isWhole(layer.vocabulary, 1, 1e6),
        `${field}.vocabulary`,
        'must be a whole number from 1',
      );
      return units(layer.size, `${field}.size`);
    default:
      return invalid(`${field}.layer`, 'is of no known kind');
  }
}
