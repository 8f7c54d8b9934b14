import type { ChunkRef, ColumnSchema, DatasetManifest } from '../dataset/types';
import {
  count,
  distinct,
  link,
  listOf,
  oneOf,
  only,
  record,
  text,
  tuple,
  union,
  where,
} from '../shape/check';

type PlainSchema = Extract<ColumnSchema, { type: 'number' | 'integer' | 'category' | 'text' }>;

const plain = record<PlainSchema>({
  name: text,
  type: oneOf({ number: 1, integer: 1, category: 1, text: 1 }),
});

export const columnSchema = union<ColumnSchema, 'type'>('type', {
  number: plain,
  integer: plain,
  category: plain,
  text: plain,
  boolean: record({ name: text, type: only('boolean'), labels: tuple(text, text) }),
  datetime: record({
    name: text,
    type: only('datetime'),
    precision: oneOf({ day: 1, millisecond: 1 }),
  }),
});

const shape = record<DatasetManifest>({
  format: only('loam.dataset/1'),
  rows: count,
  columns: listOf(
    record<DatasetManifest['columns'][number]>({
      schema: columnSchema,
      chunks: listOf(record<ChunkRef>({ object: link, rows: count })),
    }),
  ),
});

/** Every column has all rows, and a name of its own. */
export const datasetManifest = where(
  shape,
  ({ rows, columns }) =>
    distinct(columns.map(({ schema }) => schema.name)) &&
    columns.every(({ chunks }) => chunks.reduce((sum, chunk) => sum + chunk.rows, 0) === rows),
);
