/** Random tables of every column type, for tests of what leaves with a model. */
import fc from 'fast-check';
import { tableOf } from './table-of';
import type { Table } from '../../src/core/dataset/types';
import type { TaskKind } from '../../src/core/task/types';

export interface RandomData {
  table: Table;
  target: string;
  kind: TaskKind;
  classes: string[] | null;
  /** Texts that stand in one row only, and must never leave. */
  secrets: string[];
}

const ROWS = 40;

function column<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(value, { minLength: ROWS, maxLength: ROWS });
}

const precise = fc.integer({ min: 10_000_000, max: 99_999_999 }).map((n) => n / 1_000_003);

/** Names are hostile on purpose: markup, quotes, separators, letters beyond ASCII. */
const oddName = fc.constantFrom(
  'size',
  '</script><b>',
  'naïve “name”',
  'a\u2028b',
  '__proto__',
  '&lt;',
  'ключ',
);

export const randomData: fc.Arbitrary<RandomData> = fc
  .record({
    kind: fc.constantFrom<TaskKind>('binary', 'multiclass', 'regression'),
    odd: oddName,
    numbers: column(fc.option(precise, { freq: 8 })),
    integers: column(fc.integer({ min: -5, max: 5 })),
    groups: column(fc.constantFrom('red', 'green', 'blue')),
    flags: column(fc.option(fc.boolean(), { freq: 8 })),
    days: column(fc.integer({ min: 0, max: 20_000 })),
    target: column(fc.integer({ min: 0, max: 2 })),
    secret: fc.uuid(),
  })
  .map((drawn) => {
    const { kind } = drawn;
    const labels = kind === 'binary' ? ['no', 'yes', 'yes'] : ['a<b', 'c', 'd'];
    const secrets = Array.from({ length: ROWS }, (_, i) => `${drawn.secret}-${i}`);
    const table = tableOf({
      [`${drawn.odd}.`]: {
        schema: { name: `${drawn.odd}.`, type: 'number' },
        values: drawn.numbers,
      },
      count: { schema: { name: 'count', type: 'integer' }, values: drawn.integers },
      colour: { schema: { name: 'colour', type: 'category' }, values: drawn.groups },
      flag: {
        schema: { name: 'flag', type: 'boolean', labels: ['nein', 'ja'] },
        values: drawn.flags,
      },
      day: {
        schema: { name: 'day', type: 'datetime', precision: 'day' },
        values: drawn.days.map((day) => day * 86_400_000),
      },
      name: { schema: { name: 'name', type: 'category' }, values: secrets },
      answer: {
        schema: { name: 'answer', type: kind === 'regression' ? 'number' : 'category' },
        values: drawn.target.map((t) => (kind === 'regression' ? t : labels[t]!)),
      },
    });
    const classes = kind === 'regression' ? null : [...new Set(labels)].sort();
    return { table, target: 'answer', kind, classes, secrets };
  });
