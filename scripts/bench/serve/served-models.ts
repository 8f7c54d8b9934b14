/** Models that are served: nets of random weights, and trees grown on drawn rows; only their shapes matter to speed. */
import type { Table } from '../../../src/core/dataset/types';
import type { ExportInput } from '../../../src/deploy/model/types';
import { startTrees } from '../../../src/ml/engine/fused/trees/session';
import { treesModule } from '../../../src/ml/engine/fused/trees/trees-module';
import { pageInputOf } from '../../../tests/support/page-input';
import { seeded } from '../../../tests/support/seeded';
import { tableOf } from '../../../tests/support/table-of';
import { withNetwork } from '../../../tests/support/with-network';
import { drawnJob } from '../train/drawn-rows';

export interface ServedCase {
  title: string;
  input: ExportInput;
  names: string[];
  /** Of a net, its inputs first; null of trees. */
  widths: number[] | null;
  /** JSON of so many rows: one row alone, or a list. */
  body(rows: number): string;
}

const TREES = { trees: 200, depth: 6, leaves: 64, trainRows: 10_000 } as const;

function made(title: string, names: string[], classes: string[], hidden: number[]): ServedCase {
  const { uniform } = seeded(3);
  const rows = 60;
  const oneDecimal = (value: number) => Math.round(value * 80) / 10;
  const table: Table = tableOf({
    ...Object.fromEntries(
      names.map((name) => [name, Array.from({ length: rows }, () => oneDecimal(uniform()))]),
    ),
    answer: Array.from({ length: rows }, (_, i) => classes[i % classes.length]!),
  });
  const input = pageInputOf({
    table,
    target: 'answer',
    kind: classes.length === 2 ? 'binary' : 'multiclass',
    classes,
    hidden,
    template: '',
    name: title,
  });
  const row = () => Object.fromEntries(names.map((name) => [name, oneDecimal(uniform())]));
  return {
    title,
    input,
    names,
    widths: [names.length, ...hidden, classes.length],
    body: (count) => JSON.stringify(count === 1 ? row() : Array.from({ length: count }, row)),
  };
}

export const iris = (): ServedCase =>
  made(
    'iris, an MLP 4-10-3',
    ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'],
    ['setosa', 'versicolor', 'virginica'],
    [10],
  );

export const digits = (): ServedCase =>
  made(
    'an MLP 784-128-10',
    Array.from({ length: 784 }, (_, i) => `p${i}`),
    Array.from({ length: 10 }, (_, i) => `digit ${i}`),
    [128],
  );

export async function trees(): Promise<ServedCase> {
  const { trees: count, depth, leaves, trainRows } = TREES;
  const names = Array.from({ length: 10 }, (_, i) => `x${i}`);
  const from = { type: 'seed', rows: trainRows, inputs: names.length } as const;
  const task = { type: 'trees', name: 'serve', title: '', trees: count, leaves, from } as const;
  const job = drawnJob({ ...task, goals: [] }, trainRows, names.length, 'left out');
  const grown = { ...job, model: { ...job.model, depth } as typeof job.model };
  const session = await startTrees(grown, await treesModule(), null, () => 0);
  for (let epoch = 1; epoch <= count; epoch++) {
    await session.epoch(epoch, () => Promise.resolve(true));
  }
  const { network, tensors } = await session.learnt();
  session.dispose();
  const net = made(`${count} trees of depth ${depth}`, names, ['no', 'yes'], [8]);
  return { ...net, widths: null, input: withNetwork(net.input, network, tensors) };
}
