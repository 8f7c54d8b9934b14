/** Networks of one tensor, made here as other exporters write them: how far Loam's answers are from those of ONNX Runtime. */
import { expect } from 'vitest';
import { stream } from '../../src/core/random/philox';
import { readOnnxModel } from '../../src/deploy/onnx/read';
import { foreignAnswers } from './foreign-answers';
import { askOnnxRuntime, ForeignGraph } from './foreign-graph';

const ROWS = 12;

/** Numbers from -spread to spread. */
export function drawn(count: number, name: string, spread = 1): Float32Array {
  const random = stream(7, name);
  return Float32Array.from({ length: count }, (_, i) => (random.uniform(i) * 2 - 1) * spread);
}

/** Adds operators, and says how many values a row has after them. */
export type Body = (graph: ForeignGraph, x: string) => { value: string; width: number };

/** A body between a tensor and one number. */
export interface Case {
  shape: number[];
  body: Body;
  /** Of the numbers that go in. */
  spread?: number;
}

export const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

export function densed(
  graph: ForeignGraph,
  x: string,
  from: number,
  to: number,
  name: string,
): string {
  const weights = graph.floats([from, to], drawn(from * to, `${name} kernel`));
  return graph.add('Gemm', [x, weights, graph.floats([to], drawn(to, `${name} bias`))]);
}

/** The largest, relative to values above 1. */
export async function difference({ shape, body, spread = 1 }: Case): Promise<number> {
  const input = { name: 'x', type: 'float', shape } as const;
  const graph = new ForeignGraph([input]);
  const { value, width } = body(graph, 'x');
  const answer = densed(graph, graph.add('Flatten', [value]), width, 1, 'answer');
  const file = graph.finish([{ name: answer, type: 'float', shape: [1] }]);
  const rows = drawn(ROWS * size(shape), 'rows', spread);
  const expected = await askOnnxRuntime(file, { input, output: answer, rows });
  const model = readOnnxModel(file);
  expect(model.kind).toBe('regression');
  const cells = Array.from({ length: ROWS }, (_, row) => [
    ...rows.subarray(row * size(shape), (row + 1) * size(shape)),
  ]);
  const { values } = foreignAnswers(model, cells);
  expect(expected.length).toBe(ROWS);
  return expected.reduce(
    (most, x, i) => Math.max(most, Math.abs(values![i]! - x) / Math.max(1, Math.abs(x))),
    0,
  );
}
