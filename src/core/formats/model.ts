import type { DenseLayer, InputSignature, ModelManifest, Network } from '../model/types';
import {
  count,
  distinct,
  link,
  listOf,
  nothing,
  number,
  oneOf,
  only,
  orNull,
  record,
  text,
  tuple,
  union,
  where,
} from '../shape/check';
import { classesFit, columnType, taskKind } from './vocabulary';

const QUANTILES = 5;

const size = where(count, (value) => value > 0);

/** Only what fits its type: labels of booleans, quantiles of numbers and dates, categories of the others. */
const input = where(
  record<InputSignature>({
    name: text,
    type: columnType,
    categories: orNull(where(listOf(text), distinct)),
    labels: orNull(tuple(text, text)),
    quantiles: orNull(where(listOf(number), ({ length }) => length === QUANTILES)),
  }),
  ({ type, categories, labels, quantiles }) => {
    if ((type === 'boolean') !== (labels !== null)) return false;
    const worded = type === 'category' || type === 'text';
    if (!worded && categories !== null) return false;
    return quantiles === null || !(worded || type === 'boolean');
  },
);

const layer = record<DenseLayer>({
  layer: only('dense'),
  kernel: text,
  bias: text,
  inputs: size,
  outputs: size,
  activation: oneOf({ linear: 1, relu: 1, tanh: 1 }),
});

const network = union<Network, 'type'>('type', {
  constant: record({ type: only('constant'), output: listOf(number) }),
  layers: record({ type: only('layers'), layers: listOf(layer) }),
});

const shape = record<ModelManifest>({
  format: only('loam.model/1'),
  kind: taskKind,
  target: text,
  classes: orNull(listOf(text)),
  inputs: listOf(input),
  preprocessing: link,
  network,
  weights: orNull(link),
  targetTransform: record<ModelManifest['targetTransform']>({ offset: number, scale: number }),
  threshold: orNull(where(number, (value) => value >= 0 && value <= 1)),
  calibrator: nothing,
  conformal: nothing,
});

/** How many outputs leave the network; null where its layers do not join. */
function outputsOf(network: Network): number | null {
  if (network.type === 'constant') return network.output.length;
  const { layers } = network;
  if (layers.some(({ inputs }, i) => i > 0 && inputs !== layers[i - 1]!.outputs)) return null;
  return layers.at(-1)?.outputs ?? null;
}

export const modelManifest = where(
  shape,
  ({ kind, classes, inputs, network, weights, threshold }) =>
    classesFit(kind, classes) &&
    distinct(inputs.map(({ name }) => name)) &&
    outputsOf(network) === (kind === 'multiclass' ? classes!.length : 1) &&
    (weights === null) === (network.type === 'constant') &&
    (threshold !== null) === (kind === 'binary'),
);
