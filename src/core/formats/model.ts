import { layerInputs, layerOutputs } from '../model/layer-size';
import type {
  Calibrator,
  Conformal,
  InputSignature,
  ModelLayer,
  ModelManifest,
  Network,
  OwnNetwork,
} from '../model/types';
import type { Window } from '../network/plan';
import {
  count,
  distinct,
  either,
  link,
  listOf,
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
import { graphAnswers, onnxNetwork } from './onnx-network';
import { trees } from './trees';
import { activation, classesFit, columnType, taskKind } from './vocabulary';

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

const place = tuple(size, size, size);
const pair = tuple(size, size);

/** Sizes that fit each other: every output looks at least at one value. */
const window = where(
  record<Window>({
    input: place,
    output: place,
    size: pair,
    stride: pair,
    pad: tuple(count, count),
  }),
  ({ input, output, size, stride, pad }) =>
    [0, 1].every(
      (axis) =>
        pad[axis]! < size[axis]! && (output[axis]! - 1) * stride[axis]! - pad[axis]! < input[axis]!,
    ),
);

const epsilon = where(number, (value) => value > 0);
const grouped = (layer: { values: number; channels: number }) =>
  layer.values % layer.channels === 0;
type LayerOf<L> = Extract<ModelLayer, { layer: L }>;

const layer = union<ModelLayer, 'layer'>('layer', {
  dense: record({
    layer: only('dense'),
    kernel: text,
    bias: text,
    inputs: size,
    outputs: size,
    activation,
  }),
  conv2d: record({ layer: only('conv2d'), kernel: text, bias: text, window, activation }),
  depthwise2d: where(
    record<LayerOf<'depthwise2d'>>({
      layer: only('depthwise2d'),
      kernel: text,
      bias: text,
      window,
      activation,
    }),
    ({ window: { input, output } }) => output[2] % input[2] === 0,
  ),
  pool2d: where(
    record<LayerOf<'pool2d'>>({
      layer: only('pool2d'),
      of: oneOf({ max: 1, average: 1 }),
      window,
    }),
    ({ window: { input, output } }) => input[2] === output[2],
  ),
  'batch-norm': where(
    record<LayerOf<'batch-norm'>>({
      layer: only('batch-norm'),
      gamma: text,
      beta: text,
      mean: text,
      variance: text,
      values: size,
      channels: size,
      epsilon,
    }),
    grouped,
  ),
  'layer-norm': where(
    record<LayerOf<'layer-norm'>>({
      layer: only('layer-norm'),
      gamma: text,
      beta: text,
      values: size,
      channels: size,
      epsilon,
    }),
    grouped,
  ),
  embedding: record({
    layer: only('embedding'),
    embeddings: text,
    length: size,
    vocabulary: size,
    size,
  }),
});

const network = union<Network, 'type'>('type', {
  constant: record({ type: only('constant'), output: listOf(number) }),
  layers: record({ type: only('layers'), layers: listOf(layer) }),
  trees,
  onnx: onnxNetwork,
});

const rising = (values: readonly number[]) => values.every((x, i) => i === 0 || x > values[i - 1]!);
const notFalling = (values: readonly number[]) =>
  values.every((y, i) => i === 0 || y >= values[i - 1]!);
const share = where(number, (value) => value >= 0 && value <= 1);
type Curve = Extract<Calibrator, { type: 'isotonic' }>['curves'][number];

const calibrator = union<Calibrator, 'type'>('type', {
  platt: record({ type: only('platt'), slope: number, intercept: number }),
  temperature: record({
    type: only('temperature'),
    temperature: where(number, (value) => value > 0),
  }),
  isotonic: record({
    type: only('isotonic'),
    curves: listOf(
      where(
        record<Curve>({ x: listOf(share), y: listOf(share) }),
        ({ x, y }) => x.length > 0 && x.length === y.length && rising(x) && notFalling(y),
      ),
    ),
  }),
});

const coverage = where(number, (value) => value > 0 && value < 1);
const conformal = union<Conformal, 'type'>('type', {
  interval: record({ type: only('interval'), coverage, low: number, high: number }),
  set: record({ type: only('set'), coverage, least: number }),
});

const shape = record<ModelManifest>({
  format: either(only('loam.model/1'), only('loam.model/2')),
  kind: taskKind,
  target: text,
  classes: orNull(listOf(text)),
  inputs: listOf(input),
  preprocessing: link,
  network,
  weights: orNull(link),
  targetTransform: record<ModelManifest['targetTransform']>({ offset: number, scale: number }),
  threshold: orNull(where(number, (value) => value >= 0 && value <= 1)),
  calibrator: orNull(calibrator),
  conformal: orNull(conformal),
});

/** How many outputs leave the network; null where its layers do not join. */
function outputsOf(network: OwnNetwork): number | null {
  if (network.type === 'constant') return network.output.length;
  if (network.type === 'trees') return network.outputs;
  const { layers } = network;
  const joined = (each: ModelLayer, i: number) =>
    i === 0 || layerInputs(each) === layerOutputs(layers[i - 1]!);
  const last = layers.at(-1);
  return last && layers.every(joined) ? layerOutputs(last) : null;
}

/** Whether the network answers the question of the model. */
function answersFit({ kind, classes, network }: ModelManifest): boolean {
  if (network.type === 'onnx') return graphAnswers(network.answer, kind, classes);
  return outputsOf(network) === (kind === 'multiclass' ? classes!.length : 1);
}

/** The first format has neither; and each fits the kind of the answers. */
function refinedRight({ format, kind, classes, calibrator, conformal }: ModelManifest): boolean {
  if (format === 'loam.model/1' && (calibrator ?? conformal) !== null) return false;
  if (calibrator && kind === 'regression') return false;
  if (calibrator?.type === 'platt' && kind !== 'binary') return false;
  if (calibrator?.type === 'isotonic') {
    if (calibrator.curves.length !== (kind === 'binary' ? 1 : classes?.length)) return false;
  }
  return !conformal || (conformal.type === 'interval') === (kind === 'regression');
}

export const modelManifest = where(shape, (model) => {
  const { kind, classes, inputs, network, weights, threshold } = model;
  return (
    refinedRight(model) &&
    classesFit(kind, classes) &&
    distinct(inputs.map(({ name }) => name)) &&
    answersFit(model) &&
    (weights === null) === (network.type === 'constant') &&
    (threshold !== null) === (kind === 'binary')
  );
});
