/** Normalisation, as it is after training. */
import { after, affine, rearranged, places } from '../signal';
import { sizeOfShape } from '../read-tensor';
import type { Value } from '../value';
import { axisOf, type Call, type Operators } from './call';

/** A scale and an offset for each channel, which is the first axis of a row. */
function batchNormalization(call: Call): Value {
  if (call.int('training_mode', 0) !== 0) throw call.refused('that is still being trained');
  const signal = call.signal();
  const channels = signal.shape[0] ?? 1;
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((i) => {
    const values = call.numbers(i);
    if (values.length !== channels) throw call.refused('with other channels');
    return values;
  }) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const epsilon = call.float('epsilon', 1e-5);
  const inner = sizeOfShape(signal.shape.slice(1));
  const channel = (i: number) => Math.floor(i / inner);
  const factors = gamma.map((g, c) => g / Math.sqrt(variance[c]! + epsilon));
  return affine(
    signal,
    Float64Array.from(signal.place, (_, i) => factors[channel(i)]!),
    Float64Array.from(signal.place, (_, i) => {
      const c = channel(i);
      return beta[c]! - mean[c]! * factors[c]!;
    }),
  );
}

/** Over the last axis. */
function layerNormalization(call: Call): Value {
  if (call.outputs > 1) throw call.refused('that says mean and deviation too');
  const signal = call.signal();
  const rank = signal.shape.length + 1;
  const axis = axisOf(call, call.int('axis', -1), signal.shape);
  const channels = sizeOfShape(signal.shape.slice(axis - 1));
  if (axis !== rank - 1 && channels !== signal.place.length) {
    throw call.refused('over some of the axes');
  }
  // Without a scale where the file spells it out, and scales in an operator of its own.
  const gamma = call.maybe(1) ? call.numbers(1) : new Float64Array(channels).fill(1);
  const beta = call.maybe(2) ? call.numbers(2) : new Float64Array(channels);
  if (gamma.length !== channels || beta.length !== channels) {
    throw call.refused('with other channels');
  }
  const values = signal.place.length;
  const wanted = places(values);
  const op = {
    op: 'layer-norm',
    values,
    channels,
    gamma,
    beta,
    epsilon: call.float('epsilon', 1e-5),
  } as const;
  return after(rearranged(signal, wanted), op, values, signal.shape, wanted);
}

export const NORMALISING_OPERATORS: Operators = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
};
