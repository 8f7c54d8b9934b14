/** How a graph that ONNX Runtime computes is fed and read. The file itself is held to it where it is run. */
import type { GraphAnswer, GraphFeed, OnnxNetwork } from '../model/types';
import {
  count,
  distinct,
  listOf,
  oneOf,
  only,
  orNull,
  record,
  text,
  union,
  where,
  type Check,
} from '../shape/check';
import type { TaskKind } from '../task/types';

/** A graph of a table has as many inputs as it has columns, and a row of pixels fits in one. */
const MOST_FEEDS = 4096;
const MOST_INPUTS = 1 << 16;
const MOST_TEXTS = 1 << 16;
const MOST_AXES = 7;
const LONGEST_NAME = 1000;

const size = where(count, (value) => value > 0 && value <= MOST_INPUTS);
const name = where(text, (value) => value !== '' && value.length <= LONGEST_NAME);

const texts = record<NonNullable<GraphFeed['texts']>[number]>({
  known: where(listOf(text), ({ length }) => length <= MOST_TEXTS),
  other: text,
});

const feed = where(
  record<GraphFeed>({
    name,
    type: oneOf({ float: 1, double: 1, int64: 1, int32: 1, bool: 1, string: 1 }),
    shape: where(listOf(size), ({ length }) => length <= MOST_AXES),
    inputs: where(listOf(count), ({ length }) => length > 0 && length <= MOST_INPUTS),
    texts: orNull(listOf(texts)),
  }),
  ({ type, shape, inputs, texts }) =>
    shape.reduce((product, n) => product * n, 1) === inputs.length &&
    (type === 'string') === (texts !== null) &&
    (texts === null || texts.length === inputs.length),
);

type Read<R extends GraphAnswer['read']> = Extract<GraphAnswer, { read: R }>;

/** Each column for another class, and none left over. */
const columns = where(
  listOf(count),
  (list) => distinct(list) && list.every((column) => column < list.length),
);
const labels = where(listOf(text), distinct);
const place: Check<0 | 1> = (value): value is 0 | 1 => value === 0 || value === 1;
const perClass = record<Extract<GraphAnswer, { columns: number[] }>>({
  read: oneOf({ shares: 1, scores: 1 }),
  output: name,
  columns,
});

const answer = union<GraphAnswer, 'read'>('read', {
  shares: perClass,
  scores: perClass,
  share: record<Read<'share'>>({ read: only('share'), output: name, of: place }),
  label: record<Read<'label'>>({ read: only('label'), output: name, labels }),
  value: record<Read<'value'>>({ read: only('value'), output: name }),
});

/** Every prepared input goes in, and none that is not there. */
function allFed({ inputs, feeds }: OnnxNetwork): boolean {
  const fed = feeds.flatMap((each) => each.inputs);
  return (
    distinct(feeds.map((each) => each.name)) &&
    fed.every((input) => input < inputs) &&
    new Set(fed).size === inputs
  );
}

export const onnxNetwork = where(
  record<OnnxNetwork>({
    type: only('onnx'),
    inputs: size,
    feeds: where(listOf(feed), ({ length }) => length > 0 && length <= MOST_FEEDS),
    answer,
  }),
  allFed,
);

/** Whether what is read answers a question of this kind. */
export function graphAnswers(
  read: GraphAnswer,
  kind: TaskKind,
  classes: readonly string[] | null,
): boolean {
  if (kind === 'regression') return read.read === 'value';
  const known = classes?.length ?? 0;
  switch (read.read) {
    case 'value':
      return false;
    case 'share':
      return known === 2;
    case 'label':
      return read.labels.length === known;
    case 'shares':
    case 'scores':
      return read.columns.length === known;
    default:
      return read satisfies never;
  }
}
