/** What reading a file asks for and answers; workers/contract.ts carries the same types to the page. */
import type { Cell, ColumnType, DatasetManifest, DatasetProfile } from '../dataset/types';

export type FileFormat = 'csv' | 'json' | 'jsonl';
export type Delimiter = ',' | '\t' | ';' | '|';
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface ReadOptions {
  /** Default: by content and name. */
  format?: FileFormat;
  /** Default: detected. */
  delimiter?: Delimiter;
  /** Default: detected (BOM, UTF-16 by zero bytes, else UTF-8, else Windows-1252). */
  encoding?: Encoding;
  /** Default: detected; false means that the first line is data. */
  header?: boolean;
  /** Column name -> type; columns not named are inferred. */
  types?: Record<string, ColumnType>;
}

/** How a file was read, to show and to override. */
export type Reading = Required<Omit<ReadOptions, 'types'>>;

/** Something the person should know about the file; nothing was lost but what it says. */
export interface ReadIssue {
  type:
    | 'ragged-rows'
    | 'duplicate-header'
    | 'empty-header'
    | 'decimal-comma'
    | 'type-mismatch'
    | 'nul-bytes'
    | 'all-missing'
    | 'infinite'
    | 'replaced-characters'
    | 'bare-quotes';
  column: string | null;
  count: number;
  /** Line numbers in the file, from 1, of the first occurrences (at most 10). */
  lines: number[];
  text: string;
}

/** A file's bytes, in pieces of any size; it may be opened again, for a second pass. */
export interface ByteSource {
  name: string;
  size: number;
  open(): AsyncIterable<Uint8Array>;
}

/** What a file became; its chunks are in the sink that was handed in. */
export interface Ingested {
  manifest: DatasetManifest;
  profile: DatasetProfile;
  /** Bytes of all chunks. */
  bytes: number;
  reading: Reading;
  /** The first rows, at most 100, one array per row. */
  preview: Cell[][];
  issues: ReadIssue[];
}

/** Spans of bytes that a column reader reads: cell `c` of row `r` is at index `r * width + c`. */
export interface FieldBatch {
  bytes: Uint8Array;
  starts: Int32Array;
  /** One past the last byte; its bitwise complement where the cell holds quotes that are doubled. */
  ends: Int32Array;
  width: number;
  rows: number;
  /** Line in the file on which each row starts, from 1. */
  lines: Int32Array;
  /** What the scanner learnt in passing; absent where it did not look. */
  decimals?: Decimals;
}

/**
 * Cells that are a plain decimal number of at most nine digits, as `mantissa / 10^places`; `places` is
 * `NO_DECIMAL` for all others. Leading zeros, -0 and a mark without digits behind it are others.
 */
export interface Decimals {
  mantissas: Int32Array;
  places: Uint8Array;
}

export const NO_DECIMAL = 255;
