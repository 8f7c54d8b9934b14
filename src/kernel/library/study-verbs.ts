/** What the verbs of studies and ladders pass and are answered, as plain data; see verbs.ts. */
import type { DecisionCost } from '../../core/evaluation/decisions';
import type { MetricName } from '../../core/metrics/names';
import type { DimensionImportance } from '../../core/study/importance';
import type {
  Halving,
  Parameters,
  ParameterValue,
  Sampler,
  TrialOutcome,
} from '../../core/study/types';
import type { FoldsArgs } from './folds';
import type { SureArgs } from './sure';
import type { RunFacts, SpecArgs, TaskArgs } from './train-verbs';

export type { FoldsArgs } from './folds';

/** One setting that a study varies, by its path: `model.leaves`, `trainer.learningRate`. */
export type VariedSetting = { path: string } & VariedRange;

export type VariedRange =
  | { type: 'number'; low: number; high: number; log: boolean }
  | { type: 'integer'; low: number; high: number; log: boolean }
  | { type: 'choice'; options: ParameterValue[] };

/** `calibrate` and `coverage` are of the runs that are learnt again, not of the trials. */
interface JudgedByFolds extends SureArgs {
  task: TaskArgs;
  /** Null: as the task proposes. */
  folds: FoldsArgs | null;
  cost: DecisionCost | null;
}

export interface StudyArgs extends JudgedByFolds {
  /** Each kind once; settings that vary stand at their first value. */
  candidates: { spec: SpecArgs; vary: VariedSetting[] }[];
  sampler: Sampler;
  halving: Halving | null;
  /** Null for no bound. */
  trials: number | null;
  minutes: number | null;
  seed: number;
}

export type LadderArgs = JudgedByFolds;

export interface TrialFacts {
  number: number;
  /** In words, e.g. "Boosted trees". */
  model: string;
  parameters: Parameters;
  outcome: TrialOutcome['type'];
  /** Why it failed, in a sentence; else null. */
  failure: string | null;
  /** Over its folds, with their standard deviation. */
  mean: number | null;
  sd: number | null;
  /** 95 % interval of the metric over all judged rows of the first repeat. */
  low: number | null;
  high: number | null;
  /** Two classes with costs: per row at the cheapest threshold. */
  cost: number | null;
  folds: number;
  seconds: number;
  /** Of one fold's model. */
  bytes: number;
  engine: string;
}

export interface StudyFacts {
  id: string;
  name: string;
  /** This very study had been asked for before. */
  known: boolean;
  kind: 'ladder' | 'search';
  state: 'finished' | 'ended';
  metric: MetricName;
  /** Which each candidate was judged on. */
  folds: number;
  trials: TrialFacts[];
  /** The trial with the best mean and the run that was made of it. */
  best: ChosenTrial | null;
  /** Of a ladder: the simplest that is near the best and not measurably worse, with its reason. */
  simplest: (ChosenTrial & { reason: string }) | null;
  /** Null where too few trials have finished. */
  importance: DimensionImportance[] | null;
}

export interface ChosenTrial {
  trial: number;
  /** Learnt on train and validation together, judged by the study's folds. */
  run: RunFacts;
}

/** What a study says while it goes on. */
export interface StudyProgress {
  type: 'study';
  study: string;
  stage: string;
  /** Trials that have ended, and how many there will be at most; null where nobody knows. */
  ended: number;
  of: number | null;
  /** Best mean so far. */
  best: number | null;
}
