/** What the analyst is asked about tasks and models: types that several of its calls share. */
import type { Link } from '../../src/core/hash/digest';
import type { MetricName } from '../../src/core/metrics/names';
import type { Part, Role, TaskKind } from '../../src/core/task/types';

export interface TaskSpec {
  dataset: Link;
  target: string;
  positive?: string;
  /** Default: guessed from the target. */
  kind?: TaskKind;
  roles: { column: string; role: Role }[];
  metric?: MetricName;
  by: 'hash' | 'stratified' | 'time';
  /** Share of rows, default 0.2 each. */
  validation?: number;
  test?: number;
  seed?: number;
  /** An earlier task over an earlier version of the same data: its rows keep their parts. */
  parent?: Link;
}

/**
 * How validation is answered by what has not seen it. A model that was learnt by folds has learnt from those rows;
 * a calibrator was fitted on them.
 */
export type UnseenAnswers =
  /** The answers of the folds, see `OutOfFold`; they are judged in place of the part. */
  | { type: 'out-of-fold'; answers: Link }
  /** The model's own, calibrated by cross-fitting. */
  | { type: 'cross-calibrated' };

export interface EvaluationRequest {
  model: Link;
  task: Link;
  part: Part;
  /** Default: the model's own answers, as they are. */
  unseen?: UnseenAnswers | null;
  /** Default: yes; else as if the model had no calibrator. */
  calibrated?: boolean;
}
