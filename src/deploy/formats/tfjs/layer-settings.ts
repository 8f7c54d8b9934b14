/** What the settings of a Keras layer mean to Loam; what Loam does not have is refused by name. */
import type { Activation, Padding, Pair } from '../../../core/network/types';
import type { ForeignLayer } from './read-chain';
import { isSize, own, unreadable } from './unreadable';

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: 'linear',
  relu: 'relu',
  elu: 'elu',
  gelu_new: 'gelu',
  swish: 'silu',
  silu: 'silu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softplus: 'softplus',
};

export type ForeignActivation = Activation | 'softmax';

export function activationOf(layer: ForeignLayer): ForeignActivation {
  const name = own(layer.config, 'activation') ?? 'linear';
  if (name === 'softmax') return 'softmax';
  const known = typeof name === 'string' && Object.hasOwn(ACTIVATIONS, name);
  if (!known) throw unreadable(`its activation “${String(name)}”`);
  return ACTIVATIONS[name]!;
}

/** Of a layer that is an activation; null for any other. */
export function ownActivation(layer: ForeignLayer): ForeignActivation | null {
  const setting = (name: string) => own(layer.config, name) ?? null;
  switch (layer.type) {
    case 'Activation':
      return activationOf(layer);
    case 'Softmax':
      // Only ever over the answers of a row, which have one axis after that of the rows.
      if (![null, -1, 1].includes(setting('axis') as number | null)) throw otherAxis(layer);
      return 'softmax';
    case 'ReLU':
      if (setting('max_value') !== null) throw unreadable('ReLU with a largest value');
      return 'relu';
    case 'ELU':
      if ((setting('alpha') ?? 1) !== 1) throw unreadable('ELU with another alpha than 1');
      return 'elu';
    case 'LeakyReLU': {
      const alpha = setting('alpha') ?? setting('negative_slope') ?? 0.3;
      if (typeof alpha !== 'number' || Math.fround(alpha) !== Math.fround(0.2)) {
        throw unreadable('LeakyReLU with another alpha than 0.2');
      }
      return 'leaky-relu';
    }
    default:
      return null;
  }
}

export function otherAxis({ type }: ForeignLayer) {
  return unreadable(`${type} over another axis than the last`);
}

export function sizeSetting(layer: ForeignLayer, name: string): number {
  const value = own(layer.config, name);
  if (!isSize(value)) throw unreadable(`${name} of ${layer.type}`);
  return value;
}

export function flag({ config }: ForeignLayer, name: string): boolean {
  return own(config, name) !== false;
}

/** One number for both axes, or one per axis. */
function pairSetting(layer: ForeignLayer, name: string, otherwise: unknown): number[] {
  const value = own(layer.config, name) ?? otherwise;
  const list = Array.isArray(value) ? value : [value, value];
  if (!list.every(isSize)) throw unreadable(`${name} of ${layer.type}`);
  return list as number[];
}

export interface Sliding {
  size: Pair;
  stride: Pair;
  padding: Padding;
}

/** @param flat the window slides along one axis: its height is 1 */
export function slidingOf(
  layer: ForeignLayer,
  names: { size: string; otherwise?: number },
  flat: boolean,
): Sliding {
  const pair = (name: string, otherwise: unknown): Pair => {
    const list = pairSetting(layer, name, otherwise);
    return flat ? [1, list[0]!] : [list[0]!, list[1] ?? list[0]!];
  };
  const format = own(layer.config, 'data_format') ?? 'channels_last';
  if (format !== 'channels_last') throw unreadable(`${layer.type} with channels first`);
  if (pairSetting(layer, 'dilation_rate', 1).some((rate) => rate !== 1)) {
    throw unreadable(`${layer.type} with gaps in its window`);
  }
  if ((own(layer.config, 'groups') ?? 1) !== 1) throw unreadable(`${layer.type} in groups`);
  const padding = own(layer.config, 'padding') ?? 'valid';
  if (padding !== 'valid' && padding !== 'same') {
    throw unreadable(`${layer.type} with padding “${String(padding)}”`);
  }
  const size = pair(names.size, names.otherwise);
  const isPool = names.size === 'pool_size';
  return { size, stride: pair('strides', isPool ? [...size].slice(flat ? 1 : 0) : 1), padding };
}
