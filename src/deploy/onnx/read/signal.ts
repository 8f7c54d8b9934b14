/** A tensor that depends on the rows: [rows, ...shape], its values somewhere among those of a chain. */
import type { Chain, Op } from './chain';
import { affineLane, type Lane } from './lane';
import { sizeOfShape } from './read-tensor';
import { unreadable } from './unreadable';

export interface Signal {
  is: 'signal';
  /** Model inputs; what a signal without a chain is, in its own order. */
  lanes: readonly Lane[];
  chain: Chain | null;
  /** Of one row. */
  shape: readonly number[];
  /** Of each value, row-major: where it lies in a row of the chain. */
  place: Int32Array;
}

const MOST_VALUES = 1 << 22;
export const MOST_WEIGHTS = 1 << 26;

export function places(count: number): Int32Array {
  if (count > MOST_VALUES) throw unreadable(`${count} values in one row`);
  return Int32Array.from({ length: count }, (_, i) => i);
}

export function laneSignal(lanes: readonly Lane[], shape: readonly number[]): Signal {
  return { is: 'signal', lanes, chain: null, shape, place: places(lanes.length) };
}

/** Values of a row of all that has been computed, of which the signal may be a part. */
export function rowWidth({ lanes, chain }: Signal): number {
  return chain ? chain.width : lanes.length;
}

/** Chains on. `place` is where the values of the new shape lie; as they come when absent. */
export function after(
  signal: Signal,
  op: Op,
  width: number,
  shape: readonly number[],
  place: Int32Array = places(sizeOfShape(shape)),
): Signal {
  return {
    is: 'signal',
    lanes: signal.lanes,
    chain: { op, before: signal.chain, width },
    shape,
    place,
  };
}

/** An operation on each value by itself. */
export function eachValue(signal: Signal, op: Op): Signal {
  return after(signal, op, rowWidth(signal), signal.shape, signal.place);
}

export function reshaped(signal: Signal, shape: readonly number[]): Signal {
  if (sizeOfShape(shape) !== signal.place.length) {
    throw unreadable(`[${signal.shape.join(', ')}] does not fit into [${shape.join(', ')}]`);
  }
  return { ...signal, shape };
}

/** The values numbered so, in a new shape. */
export function picked(signal: Signal, which: Int32Array, shape: readonly number[]): Signal {
  if (which.length > MOST_VALUES) throw unreadable(`${which.length} values in one row`);
  if (!signal.chain) {
    return laneSignal(
      Array.from(which, (i) => signal.lanes[i]!),
      shape,
    );
  }
  return { ...signal, shape, place: which.map((i) => signal.place[i]!) };
}

/**
 * Values brought to `wanted`: where each lies from now on, the places of one row without a gap. Costs nothing before
 * the first layer, and a layer of zeros and ones after it. For the next layer only: it is nothing to pick from.
 */
export function rearranged(signal: Signal, wanted: Int32Array): Signal {
  if (signal.chain && wanted.length === rowWidth(signal)) {
    if (wanted.every((at, i) => signal.place[i] === at)) return signal;
  }
  if (!signal.chain) {
    const lanes: Lane[] = [];
    wanted.forEach((at, i) => (lanes[at] = signal.lanes[i]!));
    return { ...signal, lanes, place: wanted };
  }
  const inputs = rowWidth(signal);
  const outputs = wanted.length;
  if (inputs * outputs > MOST_WEIGHTS / 16)
    throw unreadable('values in an order that Loam has not');
  const kernel = new Float64Array(inputs * outputs);
  wanted.forEach((at, i) => (kernel[signal.place[i]! * outputs + at] = 1));
  const op: Op = { op: 'dense', inputs, outputs, kernel, bias: new Float64Array(outputs) };
  return after(signal, op, outputs, signal.shape, wanted);
}

/** Layer normalisation that is scaled per channel stays one; null for what is not. */
function scaledNorm(signal: Signal, factor: Float64Array, addend: Float64Array): Signal | null {
  const { chain, place, shape } = signal;
  if (chain?.op.op !== 'layer-norm') return null;
  const { channels, gamma, beta } = chain.op;
  const repeats = place.every(
    (at, i) => at === i && factor[i] === factor[i % channels] && addend[i] === addend[i % channels],
  );
  if (!repeats || place.length !== chain.width) return null;
  const op: Op = {
    ...chain.op,
    gamma: gamma.map((g, c) => g * factor[c]!),
    beta: beta.map((b, c) => b * factor[c]! + addend[c]!),
  };
  return after({ ...signal, chain: chain.before }, op, chain.width, shape, place);
}

/** x * factor + addend, one of each per value of the signal. */
export function affine(signal: Signal, factor: Float64Array, addend: Float64Array): Signal {
  if (![...factor, ...addend].every(Number.isFinite))
    throw unreadable('weights that are no numbers');
  if (!signal.chain) {
    const lanes = signal.lanes.map((lane, i) => affineLane(lane, factor[i]!, addend[i]!));
    if (lanes.every((lane) => lane !== null)) return { ...signal, lanes };
  }
  const norm = scaledNorm(signal, factor, addend);
  if (norm) return norm;
  const width = rowWidth(signal);
  const op = {
    op: 'affine',
    factor: new Float64Array(width).fill(1),
    addend: new Float64Array(width),
  } as const;
  const set = new Uint8Array(width);
  signal.place.forEach((at, i) => {
    const same = op.factor[at] === factor[i] && op.addend[at] === addend[i];
    if (set[at] === 1 && !same) throw unreadable('one value scaled in two ways');
    set[at] = 1;
    op.factor[at] = factor[i]!;
    op.addend[at] = addend[i]!;
  });
  return eachValue(signal, op);
}
