import type { Cell } from '../dataset/types';
import {
  count,
  distinct,
  either,
  flag,
  link,
  listOf,
  nothing,
  number,
  oneOf,
  only,
  optional,
  orNull,
  record,
  text,
  union,
  where,
  type Check,
} from '../shape/check';
import type {
  ChangedAnswer,
  DependencePoint,
  Drop,
  LonelyRow,
  Slice,
  SliceOf,
  Slices,
  Surprising,
  SurprisingRow,
  UnderstandFinding,
  Understanding,
  UnderstandQuestion,
  WantedAnswer,
  WhyRow,
} from '../understand/types';
import { metricName, part } from './vocabulary';

const cell: Check<Cell> = either(either(text, number), either(flag, nothing));
const answer: Check<string | number> = either(text, number);
const names = where(listOf(text), distinct);

const wanted = union<WantedAnswer, 'type'>('type', {
  class: record({ type: only('class'), label: text }),
  'at-least': record<{ type: 'at-least' | 'at-most'; value: number }>({
    type: only('at-least') as Check<'at-least' | 'at-most'>,
    value: number,
  }),
  'at-most': record<{ type: 'at-least' | 'at-most'; value: number }>({
    type: only('at-most') as Check<'at-least' | 'at-most'>,
    value: number,
  }),
});

const question = union<UnderstandQuestion, 'type'>('type', {
  importance: record({ type: only('importance') }),
  dependence: record({ type: only('dependence'), column: text, of: orNull(text) }),
  slices: record({ type: only('slices'), column: text }),
  surprising: record({ type: only('surprising') }),
  why: record({ type: only('why'), row: count }),
  change: record({ type: only('change'), row: count, wanted, keep: names }),
});

const interval = { low: orNull(number), high: orNull(number) };
const drops = listOf(record<Drop>({ columns: names, drop: orNull(number), ...interval }));
const scale = oneOf<Slices['scale']>({ number: 1, date: 1, category: 1 });

const sliceOf = union<SliceOf, 'type'>('type', {
  range: record({ type: only('range'), from: number, to: number, last: flag }),
  value: record({ type: only('value'), value: text }),
  rest: record({ type: only('rest'), values: count }),
  missing: record({ type: only('missing') }),
});
const slice = record<Slice>({
  of: sliceOf,
  n: count,
  groups: optional(count),
  value: orNull(number),
  ...interval,
  method: text,
});
type Gap = NonNullable<Slices['gap']>;

export const slices = where(
  record<Slices>({
    type: only('slices'),
    column: text,
    scale,
    metric: metricName,
    varies: optional(only('groups')),
    overall: record<Slices['overall']>({ value: orNull(number), ...interval, n: count }),
    slices: listOf(slice),
    gap: orNull(
      record<Gap>({ best: count, worst: count, size: number, shuffles: count, asLarge: count }),
    ),
  }),
  ({ slices, gap }) =>
    gap === null || (gap.best < slices.length && gap.worst < slices.length && gap.shuffles > 0),
);

const lonelyRow = record<LonelyRow>({ row: count, truth: answer, answer, around: number });

const finding = union<UnderstandFinding, 'type'>('type', {
  importance: record({
    type: only('importance'),
    metric: metricName,
    value: orNull(number),
    rows: count,
    repeats: count,
    varies: optional(only('groups')),
    columns: drops,
    groups: drops,
  }),
  dependence: record({
    type: only('dependence'),
    column: text,
    of: orNull(text),
    scale,
    rows: count,
    points: listOf(
      record<DependencePoint>({
        at: either(either(text, number), nothing),
        mean: number,
        quantiles: where(listOf(number), ({ length }) => length === 5),
        count,
      }),
    ),
    others: count,
  }),
  slices,
  surprising: record({
    type: only('surprising'),
    rows: count,
    error: orNull(number),
    worst: listOf(record<SurprisingRow>({ row: count, truth: answer, answer, score: number })),
    lonely: record<Surprising['lonely']>({
      neighbours: count,
      among: count,
      rows: listOf(lonelyRow),
    }),
  }),
  why: record({
    type: only('why'),
    row: count,
    of: orNull(text),
    answer: number,
    typical: number,
    method: oneOf<WhyRow['method']>({ linear: 1, trees: 1, subsets: 1, orders: 1 }),
    units: oneOf<WhyRow['units']>({
      probability: 1,
      'log-odds': 1,
      score: 1,
      share: 1,
      target: 1,
      'log-target': 1,
    }),
    parts: listOf(
      record<WhyRow['parts'][number]>({
        column: text,
        value: cell,
        by: number,
        error: orNull(number),
      }),
    ),
  }),
  change: record({
    type: only('change'),
    row: count,
    wanted,
    answer,
    free: names,
    found: orNull(
      record<ChangedAnswer>({
        changes: listOf(
          record<ChangedAnswer['changes'][number]>({ column: text, from: cell, to: cell }),
        ),
        answer,
        probability: orNull(number),
      }),
    ),
    fewest: flag,
    tried: count,
  }),
});

/** What was found answers what was asked. */
export const understanding = where(
  record<Understanding>({
    format: only('loam.understanding/1'),
    model: link,
    task: link,
    part,
    question,
    finding,
  }),
  (value) => value.question.type === value.finding.type,
);
