/** What a model version is worth on labelled data that is no part of its task: what is asked, and what is found. */
import { identityOf, type Digest, type Link } from '../hash/digest';
import type { SharedRows } from '../evidence/shared-rows';
import type { Slices } from '../understand/types';
import type { JudgedAnswers } from './types';

/** Rows that do not count. */
export interface LeftOut {
  /** The model has learnt from them: equal in all columns that both datasets have. */
  learnt: number;
  /** Of the test part, which is not opened for it. */
  sealed: number;
  /** Without a target, or of a class that the model does not know. */
  unlabelled: number;
}

export interface DataQuestion {
  model: Link;
  /** The task that it learnt in. */
  task: Link;
  /** Labelled data. */
  dataset: Link;
  /** Two classes: the answer is the positive class from this probability (0 to 1) on; else null. */
  threshold: number | null;
  /** Columns of the data by whose values the task's metric is asked for, too; distinct, in code unit order. */
  by: string[];
  /** The model was fitted on validation, too. */
  validationToo: boolean;
  /** Test was opened for it, so that its rows may be judged. */
  testOpened: boolean;
}

export interface DataEvaluation extends JudgedAnswers {
  format: 'loam.evaluation/2';
  dataset: Link;
  leftOut: LeftOut;
  /** Judged rows that stand among those that the model has learnt from as well. */
  shared: SharedRows;
  /** In the order of `DataQuestion.by`. */
  slices: Slices[];
  /** Whole sentences about values that the model does not know. */
  notes: string[];
  /** Two classes: what each row was given (score-bytes.ts); else null. */
  scores: Link | null;
}

/** Raised when what is computed changes, so that earlier answers are not taken for those of now. */
const ARITHMETIC = 3;

/** Digest of all that an answer follows from: model, task and dataset name everything else that is read. */
export function dataEvaluationKey(question: DataQuestion): Digest {
  const { model, task, dataset, threshold, by, validationToo, testOpened } = question;
  return identityOf({
    analysis: 'evaluation of data',
    arithmetic: ARITHMETIC,
    model,
    task,
    dataset,
    threshold,
    by,
    validationToo,
    testOpened,
  });
}

/** Each column once, in code unit order. */
export function sliceColumns(by: readonly string[]): string[] {
  return [...new Set(by)].sort((a, b) => (a < b ? -1 : 1));
}
