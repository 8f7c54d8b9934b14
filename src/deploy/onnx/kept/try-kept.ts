/** What a file answers is not always said in it: it is seen when a few made-up rows go through. */
import { shown, unreadable } from '../read/unreadable';
import type { RunGraph, RuntimeValue } from './runtime-value';
import type { Candidate, FileAnswer, GraphPort, KeptFile, KeptModel } from './types';

/** A number of rows that is seldom a number of classes. */
const ROWS = 5;
/** How far shares of float may be from 1 together. */
const SLACK = 1e-3;

/** 0 in the first row, 1 in the second, then some of both. */
function sample({ type, shape }: GraphPort): RuntimeValue {
  const width = shape.reduce((product, n) => product * n, 1);
  const count = ROWS * width;
  const whole = { shape: [ROWS, ...shape] };
  const bit = (i: number) => {
    const row = Math.floor(i / width);
    return row < 2 ? row : (row + (i % width)) % 2;
  };
  switch (type) {
    case 'float':
      return {
        ...whole,
        type: 'float32',
        values: Float32Array.from({ length: count }, (_, i) => bit(i)),
      };
    case 'double':
      return {
        ...whole,
        type: 'float64',
        values: Float64Array.from({ length: count }, (_, i) => bit(i)),
      };
    case 'int32':
      return { ...whole, type, values: Int32Array.from({ length: count }, (_, i) => bit(i)) };
    case 'int64':
      return {
        ...whole,
        type,
        values: BigInt64Array.from({ length: count }, (_, i) => BigInt(bit(i))),
      };
    case 'bool':
      return { ...whole, type, values: Uint8Array.from({ length: count }, (_, i) => bit(i)) };
    case 'string':
      return { ...whole, type, values: new Array<string>(count).fill('') };
    default:
      throw type satisfies never;
  }
}

/** Columns per row: [rows] and [rows, 1] have one. */
function widthOf({ output }: Candidate, { shape }: RuntimeValue): number {
  const [rows, width = 1, ...more] = shape;
  if (rows !== ROWS || more.some((n) => n !== 1) || width < 1) {
    throw unreadable(
      `its output “${shown(output)}” is [${shape.join(', ')}] for ${ROWS} rows, where one answer each is wanted`,
    );
  }
  return width;
}

type Shares = 'shares' | 'no shares' | 'unknown';

function sharesIn(value: RuntimeValue, width: number): Shares {
  const numbers = Array.from(value.values as ArrayLike<number | bigint | string>, Number);
  const rows = Array.from({ length: ROWS }, (_, row) =>
    numbers.slice(row * width, (row + 1) * width),
  );
  const sure = rows.filter((row) => row.every(Number.isFinite));
  if (sure.length === 0) return 'unknown';
  const isShare = (row: number[]) =>
    row.every((share) => share >= -SLACK) &&
    Math.abs(row.reduce((sum, share) => sum + share, 0) - 1) <= SLACK;
  return sure.every(isShare) ? 'shares' : 'no shares';
}

function numbersTo(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}

/** Of the lists that are as long as asked for, the only one; numbers where there is none. */
function classesOf({ labels }: KeptFile, zipped: string[] | null, count: number): string[] {
  if (zipped?.length === count && new Set(zipped).size === count) return zipped;
  const fitting = labels.filter(({ length }) => length === count);
  return fitting.length === 1 ? fitting[0]! : numbersTo(count);
}

function labelAnswer(file: KeptFile, { output }: Candidate): FileAnswer {
  const [only, ...others] = file.labels;
  if (!only || others.length > 0) {
    throw unreadable(
      `its answer “${shown(output)}” is a label, and the file does not say which there are`,
    );
  }
  return { read: 'label', output, classes: only };
}

function answerOf(file: KeptFile, found: Record<string, RuntimeValue>): FileAnswer {
  const numbers = file.candidates.filter(({ holds }) => holds === 'numbers');
  const label = file.candidates.find(({ holds }) => holds === 'labels');
  const [first, ...others] = numbers;
  if (!first) return labelAnswer(file, label!);
  if (others.length > 0) {
    const names = numbers.map(({ output }) => `“${shown(output)}”`).join(', ');
    throw unreadable(`more than one answer: ${names}`);
  }
  const { output, zipped, isSigmoid } = first;
  const value = found[output];
  if (!value) throw unreadable(`its output “${shown(output)}” is not given`);
  const width = widthOf(first, value);
  if (width === 1) {
    if (isSigmoid) return { read: 'share', output, classes: classesOf(file, zipped, 2) };
    return label ? labelAnswer(file, label) : { read: 'value', output, classes: null };
  }
  const classes = classesOf(file, zipped, width);
  const shares = sharesIn(value, width);
  if (shares === 'shares' || (shares === 'unknown' && zipped))
    return { read: 'shares', output, classes };
  if (isSigmoid) throw unreadable('more than one answer of yes or no');
  return { read: 'scores', output, classes };
}

/**
 * @param run the file, open, with every candidate among its outputs
 * @throws LoamError `model-unreadable` for what is no one answer; what `run` throws
 */
export async function tryKept(file: KeptFile, run: RunGraph): Promise<KeptModel> {
  const feeds = Object.fromEntries(file.ports.map((port) => [port.name, sample(port)]));
  const outputs = file.candidates.map(({ output }) => output);
  const answer = await run(feeds, outputs).then(
    (found) => answerOf(file, found),
    (error: unknown) => {
      const said = file.isStrict ? zippedAnswer(file) : null;
      if (!said) throw error;
      return said;
    },
  );
  const count = answer.classes?.length;
  const kind = count === undefined ? 'regression' : count === 2 ? 'binary' : 'multiclass';
  return { ...file, kind, answer };
}

/** Of a file that only takes texts which it knows, and so none that is made up: what it says of itself. */
function zippedAnswer({ candidates }: KeptFile): FileAnswer | null {
  const [only, ...others] = candidates.filter(({ holds }) => holds === 'numbers');
  const classes = only?.zipped;
  if (!classes || others.length > 0 || new Set(classes).size !== classes.length) return null;
  return { read: 'shares', output: only.output, classes };
}
