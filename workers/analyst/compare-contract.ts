/** What crosses into the worker where two models are compared, and where rows are asked what they are worth. */
import type { Comparison } from '../../src/core/compare/types';
import type { DataEvaluation, DataQuestion } from '../../src/core/evaluation/data-evaluation';
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

/** What the least forecast would have been worth on the windows of a study, and its trials beside it. */
export interface SeriesReference {
  /** Rows from a value to the one that stands for it. */
  season: number;
  /** Judged rows that have a value to stand for them. */
  rows: number;
  /** The study's metric over those rows; null where it is undefined. */
  value: number | null;
  /** Over the windows, as of a trial. */
  mean: number | null;
  sd: number | null;
  /** Mean over the windows; null where nothing changes from season to season before them. */
  mase: number | null;
  trials: SeriesTrial[];
}

export interface SeriesTrial {
  /** Of the trial. */
  number: number;
  mase: number | null;
  /** Of a model of a quantile, over all judged rows: its mean pinball loss, and that of the reference. */
  pinball: { quantile: number; value: number; reference: number } | null;
}

export interface HonestyApi {
  /** Of a study of numbers over windows of time; null where its rows are no single series. Nothing is stored. */
  seriesReference(
    request: { workspace: string; study: Link; trials: Link[] },
    context: CallContext<Progress>,
  ): Promise<SeriesReference | null>;
  /**
   * What a model is worth on labelled data, by the rows that it has not learnt from and that are not sealed; stored
   * under the lease.
   */
  judgeData(
    request: { workspace: string; lease: string } & DataQuestion & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<{ evaluation: DataEvaluation; link: Link }>;
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
