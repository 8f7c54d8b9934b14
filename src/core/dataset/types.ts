/**
 * What a dataset version is: a manifest that names typed column chunks. The bytes of a chunk are
 * described in FORMAT.md beside this file. In memory every column has one of two shapes, numeric or
 * coded, so that preprocessing, profiles and tables need two branches and no more.
 */
import type { Link } from '../hash/digest';

export type ColumnType = 'number' | 'integer' | 'category' | 'boolean' | 'datetime' | 'text';

export type ColumnSchema =
  | { name: string; type: 'number' | 'integer' | 'category' | 'text' }
  /** `labels[0]` is how false is written in the source, `labels[1]` how true is. */
  | { name: string; type: 'boolean'; labels: [string, string] }
  | { name: string; type: 'datetime'; precision: 'day' | 'millisecond' };

export interface ChunkRef {
  object: Link;
  rows: number;
}

export interface DatasetManifest {
  format: 'loam.dataset/1';
  rows: number;
  columns: { schema: ColumnSchema; chunks: ChunkRef[] }[];
}

/** Numbers, integers and date-times (milliseconds since 1970 UTC); a missing value is NaN. */
export interface NumericColumn {
  kind: 'numeric';
  schema: ColumnSchema;
  values: Float64Array;
}

/** Categories, texts and booleans (dictionary = labels); a missing value is code -1. */
export interface CodedColumn {
  kind: 'coded';
  schema: ColumnSchema;
  codes: Int32Array;
  dictionary: string[];
}

export type Column = NumericColumn | CodedColumn;

export interface Table {
  rows: number;
  columns: Column[];
}

/** One cell as a person sees it; null is missing. Date-times are ISO 8601 text. */
export type Cell = number | string | boolean | null;

export interface Histogram {
  /** Left edge of the first bin. */
  start: number;
  /** Width of every bin. */
  width: number;
  counts: number[];
}

export interface NumericProfile {
  min: number;
  max: number;
  mean: number;
  /** Sample standard deviation (n - 1); 0 for fewer than two values. */
  sd: number;
  /** At 0, 0.05, 0.25, 0.5, 0.75, 0.95, 1. */
  quantiles: number[];
  /** False where quantiles come from an evenly spaced sample of the rows. */
  quantilesExact: boolean;
  histogram: Histogram;
  /** How many values are plus or minus Infinity (kept out of every other number here). */
  infinite: number;
}

export interface CodedProfile {
  /** The most frequent values, at most 20, most frequent first, ties by code unit. */
  top: { value: string; count: number }[];
  /** Rows whose value is not among `top`. */
  rest: number;
  /** Median count of white-space separated words; text columns only, else null. */
  medianWords: number | null;
}

export interface ColumnProfile {
  name: string;
  type: ColumnType;
  missing: number;
  distinct: number;
  /** False where `distinct` is a lower bound because counting stopped. */
  distinctExact: boolean;
  numeric: NumericProfile | null;
  coded: CodedProfile | null;
}

export interface DatasetProfile {
  format: 'loam.profile/1';
  rows: number;
  /** Rows equal to an earlier row in every column. */
  duplicateRows: number;
  columns: ColumnProfile[];
}
