/** Everything that crosses into a worker of studies, as types; see ../contract.ts. */
import type { Column } from '../../src/core/dataset/types';
import type { Link } from '../../src/core/hash/digest';
import type { RunEngine } from '../../src/core/recipe/types';
import type {
  Candidate,
  FoldResult,
  Parameters,
  TrialOutcome,
  TrialResult,
} from '../../src/core/study/types';
import type { CallContext } from '../call-context';

/** What a study reads, in memory that several workers look at and none writes. */
export interface SharedData {
  rows: number;
  columns: Column[];
  parts: Uint8Array;
  keys: { high: Uint32Array; low: Uint32Array };
}

export interface StudyPrepared {
  /** Of the plan, over all repeats. */
  folds: number;
  /** Rows that are judged in each. */
  judged: number[];
  /** To hand to the other workers; null where memory cannot be shared, or it was handed over itself. */
  shared: SharedData | null;
}

export interface Unit {
  workspace: string;
  study: Link;
  candidate: Candidate;
  /** Its number. */
  fold: number;
}

export interface UnitDone {
  result: FoldResult;
  /** [rows, width] to the rows that the fold judges, in their order; empty where a class is lacking. */
  answers: Float64Array;
  /** Of the weights. */
  bytes: number;
  engine: RunEngine;
}

export interface UnitProgress {
  /** Share of the epochs that were done, 0 to 1. */
  done: number;
}

export interface TrialEnd {
  workspace: string;
  lease: string;
  study: Link;
  number: number;
  parameters: Parameters;
  candidate: Candidate;
  outcome: TrialOutcome;
  /** In any order. */
  folds: UnitDone[];
}

export interface TrialsApi {
  /**
   * Reads the task and its rows, once; other studies are forgotten.
   * @throws LoamError `fold-empty`, and what reading throws
   */
  prepareStudy(
    request: { workspace: string; study: Link; shared: SharedData | null },
    context: CallContext<never>,
  ): Promise<StudyPrepared>;
  /** Never reads test. What the candidate cannot learn is thrown; a class that the fold cannot learn is no error. */
  runFold(request: Unit, context: CallContext<UnitProgress>): Promise<UnitDone>;
  /** Stores the answers and the result under the lease. */
  endTrial(
    request: TrialEnd,
    context: CallContext<never>,
  ): Promise<{ link: Link; result: TrialResult }>;
}
