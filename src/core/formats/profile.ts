import type { CodedProfile, ColumnProfile, DatasetProfile, NumericProfile } from '../dataset/types';
import {
  count,
  distinct,
  flag,
  listOf,
  number,
  only,
  orNull,
  record,
  text,
  where,
} from '../shape/check';
import { histogram } from './histogram';
import { columnType } from './vocabulary';

const QUANTILES = 7;
const MOST_TOP = 20;

const numeric = record<NumericProfile>({
  min: number,
  max: number,
  mean: number,
  sd: number,
  quantiles: where(listOf(number), ({ length }) => length === QUANTILES),
  quantilesExact: flag,
  histogram,
  infinite: count,
});

const coded = record<CodedProfile>({
  top: where(
    listOf(record<CodedProfile['top'][number]>({ value: text, count })),
    (top) => top.length <= MOST_TOP && distinct(top.map(({ value }) => value)),
  ),
  rest: count,
  medianWords: orNull(number),
});

const columnProfile = where(
  record<ColumnProfile>({
    name: text,
    type: columnType,
    missing: count,
    distinct: count,
    distinctExact: flag,
    numeric: orNull(numeric),
    coded: orNull(coded),
  }),
  (column) =>
    column.type === 'number' || column.type === 'integer' || column.type === 'datetime'
      ? column.coded === null
      : column.numeric === null && column.coded !== null,
);

export const datasetProfile = where(
  record<DatasetProfile>({
    format: only('loam.profile/1'),
    rows: count,
    duplicateRows: count,
    columns: listOf(columnProfile),
  }),
  ({ rows, columns }) =>
    distinct(columns.map(({ name }) => name)) && columns.every(({ missing }) => missing <= rows),
);
