/** Prepared inputs through a file that ONNX Runtime has open. */
import type { GraphAnswer, GraphFeed, OnnxNetwork } from '../../../core/model/types';
import { softmaxInPlace } from '../../../core/math/softmax';
import type { LaterPass } from '../../../ml/predict/later-predictor';
import { shown, unreadable } from '../read/unreadable';
import type { RunGraph, RuntimeValue } from './runtime-value';

/** Whole numbers in a tensor stay those that a double can hold; what is no number is 0. */
const MOST = Number.MAX_SAFE_INTEGER;
const MOST_INT32 = 2 ** 31 - 1;

function whole(value: number, most: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-most, Math.min(most, Math.round(value)));
}

/** @param inputs [rows, width] row-major */
function valueOf(feed: GraphFeed, inputs: Float32Array, width: number, rows: number): RuntimeValue {
  const cells = feed.inputs.length;
  const count = rows * cells;
  const shape = [rows, ...feed.shape];
  const at = (i: number) => inputs[Math.floor(i / cells) * width + feed.inputs[i % cells]!]!;
  switch (feed.type) {
    case 'float':
      return {
        type: 'float32',
        shape,
        values: Float32Array.from({ length: count }, (_, i) => at(i)),
      };
    case 'double':
      return {
        type: 'float64',
        shape,
        values: Float64Array.from({ length: count }, (_, i) => at(i)),
      };
    case 'int32':
      return {
        type: 'int32',
        shape,
        values: Int32Array.from({ length: count }, (_, i) => whole(at(i), MOST_INT32)),
      };
    case 'int64':
      return {
        type: 'int64',
        shape,
        values: BigInt64Array.from({ length: count }, (_, i) => BigInt(whole(at(i), MOST))),
      };
    case 'bool':
      return {
        type: 'bool',
        shape,
        values: Uint8Array.from({ length: count }, (_, i) => (at(i) > 0 ? 1 : 0)),
      };
    case 'string':
      return {
        type: 'string',
        shape,
        values: Array.from({ length: count }, (_, i) => {
          const { known, other } = feed.texts![i % cells]!;
          return known[at(i)] ?? other;
        }),
      };
    default:
      throw feed.type satisfies never;
  }
}

/** @throws LoamError `model-unreadable` */
function checked(
  { output }: GraphAnswer,
  value: RuntimeValue | undefined,
  count: number,
): RuntimeValue {
  if (value?.values.length === count) return value;
  const got = value ? `${value.values.length} values` : 'nothing';
  throw unreadable(`its output “${shown(output)}” gives ${got}, where ${count} are wanted`);
}

function numbersIn(
  answer: GraphAnswer,
  value: RuntimeValue | undefined,
  count: number,
): Float64Array {
  const { type, values } = checked(answer, value, count);
  if (type === 'string') throw unreadable(`its output “${shown(answer.output)}” gives texts`);
  return Float64Array.from(values as ArrayLike<number | bigint>, Number);
}

/** As `LaterPass.run` answers. */
function answersIn(
  answer: GraphAnswer,
  value: RuntimeValue | undefined,
  rows: number,
): Float64Array {
  switch (answer.read) {
    case 'value':
      return numbersIn(answer, value, rows);
    case 'share': {
      const shares = numbersIn(answer, value, rows);
      return Float64Array.from({ length: 2 * rows }, (_, i) => {
        const share = shares[i >> 1]!;
        return (i & 1) === answer.of ? share : 1 - share;
      });
    }
    case 'shares':
    case 'scores': {
      const { columns } = answer;
      const width = columns.length;
      const given = numbersIn(answer, value, rows * width);
      const result = new Float64Array(rows * width);
      for (let from = 0; from < result.length; from += width) {
        columns.forEach((column, c) => (result[from + c] = given[from + column]!));
        if (answer.read === 'scores') softmaxInPlace(result.subarray(from, from + width));
      }
      return result;
    }
    case 'label': {
      const { labels } = answer;
      const { values } = checked(answer, value, rows);
      const result = new Float64Array(rows * labels.length);
      Array.from(values as ArrayLike<string | number | bigint>, String).forEach((label, row) => {
        const at = labels.indexOf(label);
        if (at < 0)
          throw unreadable(`it answers “${shown(label)}”, which is no class of the model`);
        result[row * labels.length + at] = 1;
      });
      return result;
    }
    default:
      throw answer satisfies never;
  }
}

/**
 * @param run the file, open, with the answer among its outputs
 * @returns a pass that throws LoamError `model-unreadable` for answers of another form, and what `run` throws
 */
export function keptPass({ inputs: width, feeds, answer }: OnnxNetwork, run: RunGraph): LaterPass {
  return {
    inputs: width,
    async run(inputs, rows) {
      const values = feeds.map((feed) => [feed.name, valueOf(feed, inputs, width, rows)] as const);
      const found = await run(Object.fromEntries(values), [answer.output]);
      return answersIn(answer, found[answer.output], rows);
    },
  };
}
