/**
 * A study tries several candidates on the same folds: those of a ladder, listed beforehand, or those that a search
 * proposes over a space. It never reads test. What is stored of it: its specification (an object that the log
 * names), the proposal of each trial (in the log, before it begins) and the result of each trial (an object that
 * the log names when it ends). So a reload loses no trial, and none is run twice.
 */
import type { DecisionCost } from '../evaluation/decisions';
import type { MetricValue } from '../evaluation/types';
import type { Link } from '../hash/digest';
import type { MetricName } from '../metrics/names';
import type { Refinements } from '../recipe/refinements';
import type { EngineRecipe, RunEngine } from '../recipe/types';
import type { FoldPlan } from '../task/folds';

/** A recipe without the task, and without what only matters once it has been chosen. */
export type Candidate = Pick<
  EngineRecipe,
  'preprocessing' | 'targetScale' | 'model' | 'trainer' | 'seed' | 'engine'
> &
  Pick<Refinements, 'derive'>;

export type ParameterValue = number | string | boolean | null | number[];
/** By name of the dimension, which is a path into the candidate: `model.leaves`, `trainer.learningRate`. */
export type Parameters = Record<string, ParameterValue>;

/** `when`: only where that other dimension has one of those values; null: always. */
export type Dimension = { name: string; when: { name: string; is: ParameterValue[] } | null } & (
  | { type: 'number'; low: number; high: number; log: boolean }
  | { type: 'integer'; low: number; high: number; log: boolean }
  | { type: 'choice'; options: ParameterValue[] }
);

/** In an order in which each dimension comes after the one that it depends on. */
export type Space = Dimension[];

export type Sampler = 'grid' | 'random' | 'tpe';

/** Asynchronous successive halving: of the trials that reach a rung, one in `factor` goes on. */
export interface Halving {
  /** Folds after which a trial is first compared, at least 1. */
  first: number;
  factor: number;
}

export type Search =
  /** Each candidate is one trial, in this order. */
  | { type: 'ladder'; candidates: Candidate[] }
  | {
      type: 'search';
      space: Space;
      /**
       * What the parameters are set into. Where the space has a dimension `model.kind`, the one of that kind;
       * each kind at most once.
       */
      templates: Candidate[];
      sampler: Sampler;
      halving: Halving | null;
      /** Trials at most; null for no bound. A grid ends by itself. */
      trials: number | null;
      /** Minutes of work at most, pauses not counted; null for no bound. */
      minutes: number | null;
    };

export type StudyKind = Search['type'];

/** Paused: nobody works on it until it is told to go on. Ended: stopped by hand before its time. */
export type StudyState = 'running' | 'paused' | 'finished' | 'ended';

export interface StudyManifest {
  format: 'loam.study/1';
  semantics: 1;
  task: Link;
  folds: FoldPlan;
  /** Which the candidates are compared by. */
  metric: MetricName;
  /** Of two classes; null where nobody said. */
  cost: DecisionCost | null;
  search: Search;
  /** Of the sampler. */
  seed: number;
}

export interface FoldResult {
  fold: number;
  /** The study's metric on the judged rows; null where it is undefined there. */
  value: number | null;
  /** That were judged; 0 where a class is lacking. */
  rows: number;
  seconds: number;
  /** Epochs (of trees: trees per class) until the best; 0 for a baseline. */
  bestEpoch: number;
  /** A class that does not occur in the rows that the fold learns from, so that nobody was trained; absent else. */
  lacks?: string;
}

export type TrialOutcome =
  | { type: 'finished' }
  /** It was behind at a rung; what its folds gave is kept. */
  | { type: 'stopped'; rung: number }
  | { type: 'failed'; code: string; message: string };

export interface TrialResult {
  format: 'loam.trial/1';
  study: Link;
  /** From 0. */
  number: number;
  parameters: Parameters;
  candidate: Candidate;
  outcome: TrialOutcome;
  folds: FoldResult[];
  /** Mean over the folds where the metric is defined; null where it is nowhere. */
  mean: number | null;
  /** Sample standard deviation over those folds; null for fewer than two. */
  sd: number | null;
  /** The metric over all judged rows of the first repeat, with its interval over the rows; null where undefined. */
  score: MetricValue | null;
  /** Two classes with costs: what the cheapest threshold costs per row, and that threshold. */
  cheapest: { threshold: number; cost: number } | null;
  /** Of all folds. */
  seconds: number;
  /** Bytes of weights of one fold's model. */
  bytes: number;
  engine: RunEngine;
  /** See `OutOfFold`; null where no fold was finished. */
  answers: Link | null;
}

/** What each judged row was answered by a model that had not seen it. An object of its own: ANSWERS.md says its bytes. */
export interface OutOfFold {
  /** Values per row: classes, or 1 for a regression. */
  width: number;
  /** Row numbers of the dataset version, and the repeat and fold that judged each; ascending by repeat, then row. */
  rows: Uint32Array;
  folds: Uint16Array;
  /** [rows, width] probabilities, or the number. */
  answers: Float64Array;
}
