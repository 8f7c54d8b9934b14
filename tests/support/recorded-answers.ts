/** What ONNX Runtime answered to rows, as the scripts beside golden files record it, and the same from a model that Loam read. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { ForeignModel } from '../../src/deploy/onnx/read';
import { foreignAnswers, type Cells } from './foreign-answers';

/** Of 1 or of the value, whichever is larger. */
const TOLERANCE = 1e-5;

interface Feed {
  shape: number[];
  /** Row-major. */
  values: (number | string | null)[];
}

export interface Recorded {
  feeds: Record<string, Feed>;
  outputs: Record<string, (number | string)[] | number[][]>;
}

/** @param path with `.json` */
export function readRecorded(path: string): Recorded {
  return JSON.parse(readFileSync(path, 'utf8')) as Recorded;
}

/** One list of cells per row, inputs one after another. */
export function recordedCells({ feeds }: Recorded): Cells[] {
  const list = Object.values(feeds);
  return Array.from({ length: list[0]!.shape[0]! }, (_, row) =>
    list.flatMap(({ shape, values }) => {
      const width = shape.slice(1).reduce((product, n) => product * n, 1);
      return values.slice(row * width, (row + 1) * width);
    }),
  );
}

export function expectNear(got: ArrayLike<number>, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  const most = wanted.reduce(
    (most, x, i) => Math.max(most, Math.abs(got[i]! - x) / Math.max(1, Math.abs(x))),
    0,
  );
  expect(most).toBeLessThan(TOLERANCE);
}

export function softmax(row: readonly number[]): number[] {
  const powers = row.map((value) => Math.exp(value - Math.max(...row)));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

const largest = (row: readonly number[]) => row.indexOf(Math.max(...row));

/** Numbers, shares of classes and classes are those that were recorded. */
export function expectRecorded(model: ForeignModel, recorded: Recorded): void {
  const answers = foreignAnswers(model, recordedCells(recorded));
  const outputs = Object.values(recorded.outputs);
  if (model.kind === 'regression') {
    expectNear(answers.values!, (outputs[0] as (number | number[])[]).flat());
    return;
  }
  const rows = outputs.find((output) => Array.isArray(output[0])) as number[][];
  const columns = rows[0]!.length;
  const isLog = !model.softmaxAdded && rows[0]!.every((share) => share <= 0);
  const shares = model.softmaxAdded ? rows.map(softmax) : rows;
  const given = isLog ? Array.from(answers.probabilities!, Math.log) : answers.probabilities!;
  // One column of two classes is that of the second.
  const compared = columns === 1 ? Array.from(given).filter((_, i) => i % 2 === 1) : given;
  expectNear(compared, shares.flat());
  if (columns > 1) expect(Array.from(answers.labels!)).toEqual(rows.map(largest));
  const labels = outputs.find((output) => !Array.isArray(output[0]));
  if (!labels) return;
  const named = Array.from(answers.labels!, (label) => model.classes![label]);
  expect(named).toEqual((labels as (number | string)[]).map(String));
}
