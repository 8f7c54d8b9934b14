/** Convolutions and pools. A tensor is [channels, height, width], or [channels, length]: a height of 1. */
import type { Pair } from '../../../../core/network/types';
import type { Window } from '../../../../core/network/plan';
import { after, MOST_WEIGHTS, rearranged, type Signal } from '../signal';
import type { Value } from '../value';
import type { Call, Operators } from './call';
import { enumerated } from './constants';

type Triple = [height: number, width: number, channels: number];

/** Places of [channels, height, width] in [height, width, channels]. */
function channelsLast([height, width, channels]: Triple): Int32Array {
  return enumerated([channels, height, width], [1, width * channels, channels], 0);
}

function imageOf(call: Call, signal: Signal): { image: Signal; size: Triple; flat: boolean } {
  const { shape } = signal;
  if (shape.length !== 2 && shape.length !== 3) {
    throw call.refused(`over [${shape.join(', ')}], which is neither a line nor an image`);
  }
  const flat = shape.length === 2;
  const [channels, height, width] = (flat ? [shape[0], 1, shape[1]] : shape) as Triple;
  const size: Triple = [height, width, channels];
  return { image: rearranged(signal, channelsLast(size)), size, flat };
}

/** Both axes of a list for each axis, or for the only one. */
function pair(call: Call, name: string, flat: boolean, otherwise: number): Pair {
  const list = call.ints(name) ?? (flat ? [otherwise] : [otherwise, otherwise]);
  if (list.length !== (flat ? 1 : 2) || !list.every((n) => Number.isInteger(n) && n >= 1)) {
    throw call.refused(`with another ${name} than known`);
  }
  return flat ? [1, list[0]!] : [list[0]!, list[1]!];
}

interface Span {
  count: number;
  before: number;
  after: number;
}

/** Of one axis. */
function span(
  call: Call,
  length: number,
  { size, stride, pads }: { size: number; stride: number; pads: [number, number] },
): Span {
  const auto = call.text('auto_pad', 'NOTSET');
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    const count = Math.ceil(length / stride);
    const zeros = Math.max(0, (count - 1) * stride + size - length);
    const less = Math.floor(zeros / 2);
    const before = auto === 'SAME_UPPER' ? less : zeros - less;
    return { count, before, after: zeros - before };
  }
  if (auto !== 'NOTSET' && auto !== 'VALID') throw call.refused(`with the padding ${auto}`);
  const [before, behind] = auto === 'VALID' ? [0, 0] : pads;
  const places = (length + before + behind - size) / stride;
  let count = (call.int('ceil_mode', 0) === 1 ? Math.ceil(places) : Math.floor(places)) + 1;
  // A window that begins in the padding behind is none.
  if ((count - 1) * stride >= length + before) count--;
  return { count, before, after: behind };
}

interface Sliding {
  window: Window;
  /** Zeros that windows reach into, so that averages may count them. */
  padded: boolean;
}

function sliding(call: Call, input: Triple, flat: boolean, filters: number, size: Pair): Sliding {
  const stride = pair(call, 'strides', flat, 1);
  const given = call.ints('pads') ?? (flat ? [0, 0] : [0, 0, 0, 0]);
  if (given.length !== (flat ? 2 : 4) || !given.every((n) => Number.isInteger(n) && n >= 0)) {
    throw call.refused('with another pads than known');
  }
  const pads = flat ? [0, given[0]!, 0, given[1]!] : given;
  const spans = ([0, 1] as const).map((axis) =>
    span(call, input[axis], {
      size: size[axis],
      stride: stride[axis],
      pads: [pads[axis]!, pads[axis + 2]!],
    }),
  ) as [Span, Span];
  const [vertical, horizontal] = spans;
  const fits = spans.every(({ count, before }, axis) => {
    return Number.isInteger(count) && count >= 1 && before < size[axis]!;
  });
  if (!fits) throw call.refused('with a window that does not fit');
  // Every window has to see something.
  const sees = spans.every(
    ({ count, before }, axis) => (count - 1) * stride[axis]! - before < input[axis]!,
  );
  if (!sees) throw call.refused('with a window beside the image');
  return {
    window: {
      input,
      output: [vertical.count, horizontal.count, filters],
      size,
      stride,
      pad: [vertical.before, horizontal.before],
    },
    padded: spans.some((each) => each.before > 0 || each.after > 0),
  };
}

function seen(
  image: Signal,
  op: Parameters<typeof after>[1],
  window: Window,
  flat: boolean,
): Signal {
  const [height, width, channels] = window.output;
  const shape = flat ? [channels, width] : [channels, height, width];
  return after(image, op, height * width * channels, shape, channelsLast(window.output));
}

function conv(call: Call): Value {
  const { shape } = call.constant(1);
  const weights = call.numbers(1);
  const { image, size: input, flat } = imageOf(call, call.signal());
  const channels = input[2];
  const groups = call.int('group', 1);
  if (shape.length !== (flat ? 3 : 4)) throw call.refused('with a kernel of other axes');
  const filters = shape[0]!;
  const perGroup = shape[1]!;
  const taps: Pair = flat ? [1, shape[2]!] : [shape[2]!, shape[3]!];
  if (perGroup * groups !== channels || filters % groups !== 0 || filters < 1) {
    throw call.refused('with groups that do not fit');
  }
  const gaps = pair(call, 'dilations', flat, 1);
  const size: Pair = [(taps[0] - 1) * gaps[0] + 1, (taps[1] - 1) * gaps[1] + 1];
  const { window } = sliding(call, input, flat, filters, size);
  const added = call.maybe(2) ? call.numbers(2) : new Float64Array(filters);
  if (added.length !== filters) throw call.refused('with another bias');

  // Gaps, and other groups than one or one per channel, are zeros of a larger kernel.
  const depthwise = groups === channels && groups > 1;
  const multiplier = filters / channels;
  const depth = depthwise ? filters : channels * filters;
  if (size[0] * size[1] * depth > MOST_WEIGHTS) throw call.refused('with too many weights');
  const kernel = new Float64Array(size[0] * size[1] * depth);
  let from = 0;
  for (let f = 0; f < filters; f++) {
    const group = Math.floor(f / (filters / groups));
    for (let c = 0; c < perGroup; c++) {
      const channel = group * perGroup + c;
      for (let y = 0; y < taps[0]; y++) {
        for (let x = 0; x < taps[1]; x++) {
          const tap = y * gaps[0] * size[1] + x * gaps[1];
          const at = depthwise
            ? tap * depth + channel * multiplier + (f % multiplier)
            : (tap * channels + channel) * filters + f;
          kernel[at] = weights[from++]!;
        }
      }
    }
  }
  if (!kernel.every(Number.isFinite) || !added.every(Number.isFinite)) {
    throw call.refused('with weights that are no numbers');
  }
  const op = depthwise ? 'depthwise2d' : 'conv2d';
  return seen(image, { op, window, kernel, bias: Float64Array.from(added) }, window, flat);
}

function pool(of: 'max' | 'average'): (call: Call) => Value {
  return (call) => {
    if (call.outputs > 1) throw call.refused('that says where the largest was');
    const { image, size: input, flat } = imageOf(call, call.signal());
    const gaps = pair(call, 'dilations', flat, 1);
    if (gaps[0] !== 1 || gaps[1] !== 1) throw call.refused('with gaps in its window');
    const size = pair(call, 'kernel_shape', flat, 1);
    const channels = input[2];
    const { window, padded } = sliding(call, input, flat, channels, size);
    if (of === 'average' && padded && call.int('count_include_pad', 0) === 1) {
      if (call.int('ceil_mode', 0) === 1) throw call.refused('that counts padding and rounds up');
      const taps = size[0] * size[1];
      const kernel = new Float64Array(taps * channels).fill(1 / taps);
      const bias = new Float64Array(channels);
      return seen(image, { op: 'depthwise2d', window, kernel, bias }, window, flat);
    }
    return seen(image, { op: 'pool2d', of, window }, window, flat);
  };
}

/** One window that is the whole image. @param signal [channels, height, width] or [channels, length] */
export function wholePool(call: Call, signal: Signal, of: 'max' | 'average'): Signal {
  const { image, size, flat } = imageOf(call, signal);
  const [height, width, channels] = size;
  const window: Window = {
    input: size,
    output: [1, 1, channels],
    size: [height, width],
    stride: [height, width],
    pad: [0, 0],
  };
  return seen(image, { op: 'pool2d', of, window }, window, flat);
}

export const WINDOW_OPERATORS: Operators = {
  Conv: conv,
  MaxPool: pool('max'),
  AveragePool: pool('average'),
  GlobalAveragePool: (call) => wholePool(call, call.signal(), 'average'),
  GlobalMaxPool: (call) => wholePool(call, call.signal(), 'max'),
};
