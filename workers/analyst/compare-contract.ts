/** What crosses into the worker where two models are compared, and where rows are asked what they are worth. */
import type { Comparison } from '../../src/core/compare/types';
import type { DecisionScores } from '../../src/core/evaluation/decisions';
import type { Evaluation } from '../../src/core/evaluation/types';
import type { Evidence } from '../../src/core/evidence/types';
import type { Link } from '../../src/core/hash/digest';
import type { MetricName } from '../../src/core/metrics/names';
import type { Part } from '../../src/core/task/types';
import type { CallContext, Progress } from '../call-context';
import type { TaskSpec, UnseenAnswers } from './ask-contract';
import type { MayRunOnnx } from '../onnx/contract';

export interface ComparedModel {
  model: Link;
  /** The task that it learnt from; null where that is not known, so that nothing can be left out for it. */
  learntFrom: Link | null;
  /** It was fitted on validation, too. */
  validationToo: boolean;
  /** See `EvaluationRequest`. */
  unseen: UnseenAnswers | null;
}

export type CompareRequest = {
  task: Link;
  metric: MetricName;
  /** Candidates that B is the best of; 1 where there was no choice. */
  tried: number;
} & (
  | { of: 'models'; part: Part; a: ComparedModel; b: ComparedModel }
  /** Results of trials of one study, compared on its folds. */
  | { of: 'trials'; a: Link; b: Link }
);

export type EvidenceRequest =
  | { task: Link }
  /** Before the task is made. */
  | { spec: TaskSpec };

export interface DataRequest {
  model: Link;
  /** The task that it learnt in. */
  task: Link;
  /** Labelled data. */
  dataset: Link;
  /** It was fitted on validation, too. */
  validationToo: boolean;
  /** Test was opened for it, so its rows may be judged. */
  testOpened: boolean;
}

export interface JudgedOnData {
  /** Null where no row is left. */
  evaluation: Omit<Evaluation, 'part'> | null;
  /** Rows that do not count: learnt from, of sealed test, without an answer that the model knows. */
  leftOut: { learnt: number; sealed: number; unlabelled: number };
  /** Two classes: what each row was given; else null. */
  scores: DecisionScores | null;
}

export interface HonestyApi {
  /** What a model is worth on labelled data, by the rows that it has not learnt from and that are not sealed. */
  judgeData(
    request: { workspace: string } & DataRequest & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<JudgedOnData>;
  /** Is B better than A? On rows that neither learnt from, or on the same folds; stored under the lease. */
  compare(
    request: { workspace: string; lease: string } & CompareRequest & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<{ comparison: Comparison; link: Link }>;
  /** What makes a held-out number of a task better than it is; stored under the lease. */
  evidence(
    request: { workspace: string; lease: string } & EvidenceRequest,
    context: CallContext<Progress>,
  ): Promise<{ evidence: Evidence; link: Link }>;
}
