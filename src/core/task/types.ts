/** What is to be learnt, and from which rows. */
import type { Link } from '../hash/digest';
import type { MetricName } from '../metrics/names';

export type Role = 'feature' | 'target' | 'id' | 'time' | 'group' | 'weight' | 'audit' | 'ignore';

export type TaskKind = 'binary' | 'multiclass' | 'regression';

export type Part = 'train' | 'validation' | 'test';

/** The byte that stands for each part in a parts object; `NO_PART` marks rows without a target. */
export const PART_CODE = { train: 0, validation: 1, test: 2 } as const satisfies Record<
  Part,
  number
>;
export const NO_PART = 255;

/** How rows were dealt to parts. Shares are of the rows that have a target. */
export type PartRule =
  | {
      by: 'hash' | 'stratified';
      key: 'group' | 'id' | 'content';
      seed: number;
      validation: number;
      test: number;
    }
  /** Rows at or after a cut (milliseconds UTC) belong to the later part; rows without a time train. */
  | { by: 'time'; validationFrom: number; testFrom: number };

export interface TaskManifest {
  format: 'loam.task/1';
  /** Which arithmetic of split, preparation, initialisation and training this task means. */
  semantics: 1;
  dataset: Link;
  kind: TaskKind;
  /** Every column of the dataset, in its order. */
  roles: { column: string; role: Role }[];
  target: string;
  /** Class labels in code unit order (binary: negative first, positive second); null for regression. */
  classes: string[] | null;
  metric: MetricName;
  rule: PartRule;
  /** An object of one byte per row: PART_CODE or NO_PART. */
  parts: Link;
  counts: Record<Part, number> & { none: number };
}

/** Something about the data that a person should know before training. */
export interface Finding {
  type:
    | 'leak'
    | 'constant'
    | 'identifier'
    | 'mostly-missing'
    | 'duplicates'
    | 'rare-class'
    | 'free-text'
    | 'many-categories'
    | 'single-row-class'
    | 'infinite';
  column: string | null;
  /** One plain sentence. */
  text: string;
}

export interface TaskGuess {
  kind: TaskKind;
  target: string;
  positive: string | null;
  classes: string[] | null;
  metric: MetricName;
  roles: { column: string; role: Role; why: string }[];
  by: 'hash' | 'stratified' | 'time';
  findings: Finding[];
  /** "Predict left = yes from 11 columns; 8 % are yes; cancel_form gives the answer away, left out" */
  sentence: string;
}
