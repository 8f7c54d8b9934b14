/** Models that are served: nets of random weights over made-up rows; only their shapes matter to speed. */
import type { Table } from '../../../src/core/dataset/types';
import type { ExportInput } from '../../../src/deploy/model/types';
import { pageInputOf } from '../../../tests/support/page-input';
import { seeded } from '../../../tests/support/seeded';
import { tableOf } from '../../../tests/support/table-of';

export interface ServedCase {
  title: string;
  input: ExportInput;
  /** JSON of so many rows: one row alone, or a list. */
  body(rows: number): string;
}

function made(title: string, names: string[], classes: string[], hidden: number[]): ServedCase {
  const { uniform } = seeded(3);
  const rows = 60;
  const digits = (value: number) => Math.round(value * 80) / 10;
  const table: Table = tableOf({
    ...Object.fromEntries(
      names.map((name) => [name, Array.from({ length: rows }, () => digits(uniform()))]),
    ),
    answer: Array.from({ length: rows }, (_, i) => classes[i % classes.length]!),
  });
  const kind = 'multiclass';
  const input = pageInputOf({
    table,
    target: 'answer',
    kind,
    classes,
    hidden,
    template: '',
    name: title,
  });
  const row = () => Object.fromEntries(names.map((name) => [name, digits(uniform())]));
  return {
    title,
    input,
    body: (count) => JSON.stringify(count === 1 ? row() : Array.from({ length: count }, row)),
  };
}

export const iris = made(
  'iris, an MLP 4-10-3',
  ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'],
  ['setosa', 'versicolor', 'virginica'],
  [10],
);

export const digits = made(
  'an MLP 784-128-10',
  Array.from({ length: 784 }, (_, i) => `p${i}`),
  Array.from({ length: 10 }, (_, i) => `digit ${i}`),
  [128],
);
