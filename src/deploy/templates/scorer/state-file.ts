/**
 * How far a run has come, beside its partial output. It is written when the output before it is on the disk, and
 * replaced as a whole, so that whenever a run is ended, the two fit together.
 */
import { closeSync, fdatasyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Digest } from '../../../core/hash/digest';
import {
  count,
  digest,
  flag,
  listOf,
  oneOf,
  only,
  orNull,
  record,
  text,
} from '../../../core/shape/check';
import type { InputProblem } from '../../../ml/predict/problems';
import type { RowTrouble, ScorePoint, ScoreTally } from '../../scoring/types';

export interface RunState {
  format: 'loam.scorer-state/1';
  /** Digest of the scorer's `bundle.json`. */
  scorer: Digest;
  input: { bytes: number; digest: Digest };
  /** Bytes of the partial output that belong to `point`; there may be more, which are written anew. */
  written: number;
  point: ScorePoint;
}

const trouble = record<RowTrouble>({ count, lines: listOf(count) });
const problem = record<InputProblem>({
  input: text,
  problem: oneOf({ absent: 1, missing: 1, unseen: 1, 'wrong-type': 1 }),
  count,
  example: orNull(text),
});
const tally = record<ScoreTally>({
  rows: count,
  sum: text,
  counts: orNull(listOf(count)),
  problems: listOf(problem),
  short: trouble,
  long: trouble,
});
const runState = record<RunState>({
  format: only('loam.scorer-state/1'),
  scorer: digest,
  input: record<RunState['input']>({ bytes: count, digest }),
  written: count,
  point: record<ScorePoint>({ position: count, line: count, tally, commas: listOf(flag) }),
});

/** Null where there is none, or none that can be used. */
export async function readState(path: string): Promise<RunState | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return runState(value) ? value : null;
  } catch {
    return null;
  }
}

/** @throws what `node:fs` throws */
export function writeState(path: string, state: RunState): void {
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w');
  try {
    writeSync(file, JSON.stringify(state));
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}
