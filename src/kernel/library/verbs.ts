/**
 * The verbs that the `loam` library sends out of the cage: what each passes and what it is answered, as plain
 * data. The app checks every argument again (app/notebook/verbs): what is written here is a promise of the
 * library, not of the code that runs beside it.
 */
import type { ExportKind } from '../../core/log/export-kinds';
import type { ColumnType, Table } from '../../core/dataset/types';
import type { JudgedAnswers } from '../../core/evaluation/types';
import type { DecisionScores } from '../../core/evaluation/decisions';
import type { Judgement } from '../../core/compare/types';
import type { MetricName } from '../../core/metrics/names';
import type { ComparedNumber, Level } from '../../core/reproduce/types';
import type { Part, TaskKind } from '../../core/task/types';
import type {
  Slices,
  UnderstandFinding,
  UnderstandQuestion,
  WhyRow,
} from '../../core/understand/types';
import type { ThresholdWish } from '../../core/evaluation/choose-threshold';
import type { Calibration } from '../../core/recipe/refinements';
import type { BriefVerbs } from './brief-verbs';
import type { TrainArgs, RunFacts } from './train-verbs';
import type { LadderArgs, StudyArgs, StudyFacts } from './study-verbs';

export type { TaskArgs, SpecArgs, CodeArgs, TrainArgs, RunFacts } from './train-verbs';

export interface DataColumn {
  name: string;
  type: ColumnType;
  /** Every value there is, in code unit order, where they are few and known; null where they are many. */
  labels: string[] | null;
}

/** A dataset version of the workspace. */
export interface DataFacts {
  id: string;
  name: string;
  version: number;
  rows: number;
  columns: DataColumn[];
}

export interface ModelFacts {
  id: string;
  name: string;
  version: number;
  kind: TaskKind;
  target: string;
  classes: string[] | null;
  /** The columns that it reads. */
  inputs: string[];
  note: string;
  /** Two classes: the answer is the second from this probability on; else null. */
  threshold: number | null;
}

/** Labelled data that a model was judged on. */
export interface JudgedData {
  name: string;
  version: number;
  /** Rows that were left out: */
  leftOut: {
    /** the model has learnt from them; */
    learnt: number;
    /** they are of the test part, which is not opened for it; */
    sealed: number;
    /** they have no target, or a class that the model does not know. */
    unlabelled: number;
  };
  /** Judged rows that are equal to rows it has learnt from, in every column that it reads. */
  shared: {
    rows: number;
    /** What that means for the numbers, as a sentence; null where there are none. */
    says: string | null;
  };
  /** Whole sentences about values that the model does not know. */
  notes: string[];
}

export interface EvaluationFacts {
  /** The run that was judged. */
  run: string;
  /** Of data `part` is null. */
  evaluation: JudgedAnswers & { part: Part | null };
  /** Null for a part of the task. */
  data: JudgedData | null;
  /** Of data, one per column that was asked for. */
  slices: Slices[];
  /** Two classes: what each row was given, for any threshold; else null. */
  scores: DecisionScores | null;
}

export interface CompareArgs {
  a: Subject;
  b: Subject;
  /** Null: the task's. */
  metric: MetricName | null;
  /** Candidates that `a` is the best of, 1 where there was no choice. */
  tried: number;
}

export interface CompareFacts {
  /** Of A against B: the difference is A less B. */
  judgement: Judgement;
  /** Rows that were left out because one of the two has learnt from them. */
  leftOut: number;
  /** What was found, as a sentence. */
  says: string;
}

/** What may be asked of a model as a whole. */
export type ModelQuestion = Extract<
  UnderstandQuestion,
  { type: 'importance' | 'dependence' | 'slices' }
>;

/** What is evaluated, saved or asked: a run's model or a saved one, by id. */
export type Subject = { run: string } | { model: string };

/** A value as JSON carries it; date-times are ISO 8601 text, missing is null. */
export type PlainValue = number | string | boolean | null;

export interface PlainColumn {
  name: string;
  type: ColumnType;
  values: PlainValue[];
}

export interface Predictions {
  answers: (string | number)[];
  classes: string[] | null;
  /** Per row, in the order of `classes`; null for regression. */
  probabilities: number[][] | null;
  /** Whole sentences about values that the model does not know. */
  notes: string[];
}

export interface RowExplanation {
  /** The class whose probability is explained; null for a number. */
  of: string | null;
  /** What the model answers, in `units`. */
  answer: number;
  /** The mean answer to typical rows, made of the coarse quantiles and categories of the model's signature. */
  typical: number;
  /** What is added up: see `Units` of ml/explain. */
  units: WhyRow['units'];
  /** How it was worked out. */
  method: WhyRow['method'];
  /** Whether it is exact; else drawn, each part with the standard error of its `by`. */
  exact: boolean;
  /** Method and units, in words. */
  says: string;
  /** In the order of the inputs, made columns that read several of them last; `by` add up to `answer - typical`. */
  parts: {
    input: string;
    value: string | number | boolean | null;
    by: number;
    error: number | null;
    /** A made column: the inputs it comes from; else null. */
    from: string[] | null;
  }[];
}

export interface Reproduction {
  level: Level;
  /** In words. */
  says: string;
  same: ComparedNumber[];
  differs: ComparedNumber[];
}

export interface ExportFacts {
  kind: ExportKind;
  sha256: string;
  bytes: number;
  /** Every value that left with it. */
  leaves: { what: string; value: string }[];
  /** Inputs that code of a notebook made: whoever uses it must bring them. */
  mustBring: string[];
}

export interface VerbTypes extends BriefVerbs {
  data: { args: { ref: string }; answer: DataFacts };
  /** Some columns of some rows, typed. */
  rows: {
    args: { dataset: string; columns: string[]; start: number; count: number };
    answer: Table;
  };
  train: { args: TrainArgs; answer: RunFacts[] };
  study: { args: StudyArgs; answer: StudyFacts };
  ladder: { args: LadderArgs; answer: StudyFacts };
  evaluate: { args: { of: Subject }; answer: EvaluationFacts };
  /** `threshold` null: the model's own. */
  'evaluate-data': {
    args: { of: Subject; dataset: string; threshold: number | null; by: string[] };
    answer: EvaluationFacts;
  };
  compare: { args: CompareArgs; answer: CompareFacts };
  /** On validation; on test where that has been opened for the run. */
  understand: {
    args: { of: Subject; on: 'validation' | 'test'; question: ModelQuestion };
    answer: UnderstandFinding;
  };
  'open-test': { args: { of: Subject; why: string }; answer: EvaluationFacts };
  predict: { args: { with: Subject; columns: PlainColumn[]; rows: number }; answer: Predictions };
  explain: {
    args: { with: Subject; columns: PlainColumn[]; rows: number; of: string | null };
    answer: RowExplanation;
  };
  models: { args: Record<string, never>; answer: ModelFacts[] };
  model: { args: { ref: string }; answer: ModelFacts };
  reproduce: { args: { model: string }; answer: Reproduction };
  'save-model': {
    args: {
      run: string;
      name: string;
      note: string;
      /** Null: as the model was trained. */
      threshold: number | ThresholdWish | null;
      /** Null: as it was trained; else its recipe is learnt again where it has another. */
      calibrate: Calibration | null;
    };
    answer: ModelFacts;
  };
  'save-dataset': {
    args: {
      name: string;
      note: string;
      columns: PlainColumn[];
      rows: number;
      /** Ids of the dataset versions that the rows come from. */
      from: string[];
      /** Columns that code made. */
      made: string[];
    };
    answer: DataFacts;
  };
  export: { args: { model: string; kind: ExportKind }; answer: ExportFacts };
}

export type VerbName = keyof VerbTypes;

/** Work with consequences: the app waits for a press before it does any of it. */
export const PRESSED_VERBS: readonly VerbName[] = [
  'open-test',
  'save-model',
  'save-brief',
  'save-dataset',
  'export',
];

/** What a training says while it goes on; `spec` is its place in the list that was passed. */
export interface TrainProgress {
  type: 'training';
  spec: number;
  of: number;
  run: string;
  stage: string;
  /** Share of the epochs done, 0 to 1; null before the first. */
  done: number | null;
}
