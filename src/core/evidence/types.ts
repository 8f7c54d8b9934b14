/**
 * How much a held-out number can be trusted, from the rows and parts of a task alone. What openings of test do to a
 * number is reckoned apart (openings.ts), for it changes with every opening.
 */
import type { Link } from '../hash/digest';
import type { Part } from '../task/types';

export type EvidenceKind =
  'equal-rows' | 'near-rows' | 'groups' | 'earlier-rows' | 'later-column' | 'leak';

export interface ShownRow {
  /** Row number in the dataset version, from 0. */
  row: number;
  /** Null for rows without a target. */
  part: Part | null;
  /** Of the finding's `columns`, as written in a file; null is missing. */
  values: (string | null)[];
}

export interface EvidenceFinding {
  kind: EvidenceKind;
  /** `note`: worth knowing, but it may well be chance. */
  severity: 'warn' | 'note';
  /** The column that it is about; null for whole rows. */
  column: string | null;
  /** Rows concerned. */
  count: number;
  /** Of how many. */
  of: number;
  /** What was found, as a sentence. */
  text: string;
  /** What to do about it, as a sentence. */
  advice: string;
  columns: string[];
  rows: ShownRow[];
}

export interface Evidence {
  format: 'loam.evidence/1';
  dataset: Link;
  /** Null where it was asked before the task was made. */
  task: Link | null;
  target: string;
  rows: number;
  /** The gravest first; empty where nothing was found. */
  findings: EvidenceFinding[];
}
