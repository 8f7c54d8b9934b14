import type { ByteSource } from '../../core/ingest/types';
import type { InputProblem } from '../../ml/predict/problems';

export type { ByteSource };

/** How far scoring has come, between two batches. Plain JSON: whoever keeps it can go on later with the same bytes. */
export interface ScorePoint {
  /** Bytes of the text that are done: in UTF-8, without a byte order mark. */
  position: number;
  /** Line of the next record, from 1. */
  line: number;
  tally: ScoreTally;
  /** Per input of the model: whether its numbers are known to be written with a decimal comma. */
  commas: boolean[];
}

/** What was counted on the way. */
export interface ScoreTally {
  rows: number;
  /** Of the answers, for regression: a number as text, as JSON has no infinity. */
  sum: string;
  counts: number[] | null;
  problems: InputProblem[];
  short: RowTrouble;
  long: RowTrouble;
}

export interface ScoreOptions {
  /** Takes the scored file piece by piece, in UTF-8. Each piece belongs to the taker. */
  write(bytes: Uint8Array): void;
  signal?: AbortSignal;
  /** Share of the bytes read, 0 to 1, and rows scored so far. */
  onProgress?(done: number, rows: number): void;
  /** Called between batches, when all that was scored has been written. `point` is made on request only. */
  onPoint?(point: () => ScorePoint): void;
  /** Goes on from a point of an earlier run over the very same file; what that run wrote is not written again. */
  from?: ScorePoint;
  /** Awaited between batches, so that a page can breathe; default none. */
  pause?(): Promise<void>;
}

/** Rows that do not fit their header. */
export interface RowTrouble {
  count: number;
  /** Line numbers of the first ten. */
  lines: number[];
}

export interface ScoreSummary {
  /** Rows in the file, blank lines not counted. */
  rows: number;
  /** Names of the columns that were added, in order. */
  added: string[];
  /** Rows per answer, in the order of the classes; null for regression. */
  counts: number[] | null;
  /** Mean of the answers; null for classes. */
  mean: number | null;
  problems: InputProblem[];
  /** Rows with fewer cells than the header: what they lack counts as missing. */
  short: RowTrouble;
  /** Rows with more cells than the header: the further cells follow the added columns. */
  long: RowTrouble;
  /** The encoding that the file came in where it was not UTF-8; it goes out as UTF-8. */
  transcodedFrom: string | null;
}

/** The file lacks columns that the model reads: for a person to act on. */
export interface HeaderMismatch {
  type: 'header-mismatch';
  /** Each with a column of nearly the same name, where there is one. */
  lacking: { input: string; near: string | null }[];
  /** The columns that the file has. */
  names: string[];
}

export type ScoreOutcome = ({ type: 'scored' } & ScoreSummary) | HeaderMismatch;
