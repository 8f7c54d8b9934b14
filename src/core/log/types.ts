/**
 * Every shared fact is an operation in one append-only log. All lists on screen are projections of it
 * (see project.ts) and can be rebuilt. Operations name bytes by link only.
 */
import type { ExportKind } from './export-kinds';
import type { Digest, Link } from '../hash/digest';
import type { RunEngine } from '../recipe/types';
import type { MetricName } from '../metrics/names';
import type { Check } from '../reproduce/types';
import type { Parameters, StudyKind, StudyState, TrialOutcome } from '../study/types';
import type { Part, TaskKind } from '../task/types';
import type { EarlierEnvironment, Environment } from './environment';

export interface Source {
  name: string;
  bytes: number;
  /** SHA-256 of the file as it came. */
  sha256: Digest;
  /** e.g. "CSV, UTF-8, comma" */
  reading: string;
  /** The code of a notebook that made the rows; absent where they came in a file. */
  code?: MakingCode;
}

/** What a cell's code made of other data: features that whoever only has the raw rows cannot make. */
export interface MakingCode {
  /** The cell that saved the rows and those that it reads from, as percent text; the last one saved. */
  object: Link;
  /** Dataset versions that its rows come from. */
  from: Link[];
  /** Columns whose values the code made, in the order of the data. */
  columns: string[];
}

export interface EngineChoice {
  backend: RunEngine;
  /** One plain sentence: what was measured and why this one. */
  why: string;
  /** Milliseconds per training step for each candidate that was measured. */
  measured: { backend: string; msPerStep: number }[];
}

export type RunOutcome =
  | {
      type: 'finished';
      model: Link;
      curves: Link;
      weightHash: Digest | null;
      epochs: number;
      bestEpoch: number;
      stoppedEarly: boolean;
      /** See `OutOfFold`, as the model answered before any calibration; absent where no folds were asked for. */
      outOfFold?: Link;
    }
  | { type: 'cancelled'; model: Link | null; curves: Link | null; epochs: number }
  /** `message` says what happened in a whole sentence. */
  | { type: 'failed'; code: string; message: string; curves: Link | null; epochs: number };

/** Where an interrupted run went on: whole epochs that were done, and steps of the next one. */
export interface Resumption {
  epoch: number;
  step: number;
  /** Folds that were done before the model itself was begun; absent where none was kept. */
  folds?: number;
}

export interface RunEnded {
  type: 'run-ended';
  run: string;
  outcome: RunOutcome;
  engine: EngineChoice;
  environment: Environment;
  /** What was spent before an interruption included. */
  seconds: number;
  /** One for each time that it went on, the first one first. */
  resumed: Resumption[];
}

/** As the first version of Loam recorded it. */
export type EarlierRunEnded = Omit<RunEnded, 'environment' | 'resumed'> & {
  environment: EarlierEnvironment;
};

export interface RunStarted {
  type: 'run-started';
  run: string;
  name: string;
  recipe: Link;
  task: Link;
  model: string;
  note: string;
  /** Identity of the code of the notebook's cells that asked for it; null where none did. */
  code: Digest | null;
}

/** As it was recorded before there were notebooks. */
export type EarlierRunStarted = Omit<RunStarted, 'code'>;

/** `text` is its percent text; `name` a person's name for it, '' where it was kept by itself. */
export interface NotebookVersion {
  type: 'notebook-version';
  notebook: string;
  text: Link;
  name: string;
  /** Code of the modules that it pins and that are here, in code unit order. */
  modules: Link[];
}

/** As it was recorded before there were modules. */
export type EarlierNotebookVersion = Omit<NotebookVersion, 'modules'>;

/** A file of code that cells import by its name; of one name, each is a further version. */
export interface ModuleSaved {
  type: 'module-saved';
  name: string;
  /** What runs. */
  code: Link;
  /** The file as it came; the same where that was JavaScript. */
  source: Link;
  /** Of the file. */
  bytes: number;
  exports: string[];
  /** Names of the modules that it imports itself. */
  imports: string[];
}

/** Which questions about models and data have answers worth keeping. */
export type AnalysisKind =
  | 'understanding'
  | 'comparison'
  | 'evidence'
  /** Of a version that decides otherwise than the model of its run, or of one on data that is no part of its task. */
  | 'evaluation';

export type Operation =
  | { type: 'workspace-named'; name: string }
  | {
      type: 'dataset-saved';
      name: string;
      manifest: Link;
      profile: Link;
      rows: number;
      columns: number;
      bytes: number;
      source: Source;
      parent: Link | null;
      note: string;
    }
  | {
      type: 'task-saved';
      task: Link;
      name: string;
      dataset: Link;
      kind: TaskKind;
      target: string;
      sentence: string;
    }
  | RunStarted
  | EarlierRunStarted
  | RunEnded
  | EarlierRunEnded
  | {
      type: 'evaluated';
      run: string;
      part: Part;
      evaluation: Link;
      metric: MetricName;
      value: number | null;
      low: number | null;
      high: number | null;
    }
  | { type: 'test-opened'; run: string; task: Link; reason: string }
  | {
      type: 'model-saved';
      name: string;
      model: Link;
      run: string | null;
      recipe: Link;
      note: string;
      /** How the threshold was chosen, as a clause; absent where it is as the model was trained. */
      chosen?: string;
    }
  /**
   * A model that came back in an exported page. Its recipe and task name data that did not travel: they are
   * kept, but what they name need not be here.
   */
  | {
      type: 'model-restored';
      name: string;
      model: Link;
      recipe: Link;
      task: Link;
      card: Link;
      note: string;
    }
  /** `model` is the id of the version's row, `run` the run that made it. */
  | ({ type: 'reproduced'; model: string; run: string } & Check)
  /** `sha256` and `bytes` are of the file that was handed out. */
  | { type: 'exported'; model: Link; kind: ExportKind; sha256: Digest; bytes: number }
  /** Made, or given another title. `notebook` is the id of its document, too. */
  | { type: 'notebook-saved'; notebook: string; title: string }
  | NotebookVersion
  | EarlierNotebookVersion
  /** The last result of each cell (`loam.results/1`), in place of those kept before: they may go. */
  | { type: 'results-kept'; notebook: string; results: Link }
  | ModuleSaved
  /** Why a model is wanted; of one dataset name and target, the last one counts. */
  | { type: 'brief-saved'; brief: Link; dataset: string; target: string; question: string }
  | { type: 'study-started'; study: string; name: string; spec: Link; task: Link; kind: StudyKind }
  | { type: 'study-changed'; study: string; state: StudyState }
  /** Before it begins. A number that a study has had already changes nothing. */
  | { type: 'trial-started'; study: string; number: number; parameters: Parameters }
  /** Of a trial that has ended already, it changes nothing. */
  | {
      type: 'trial-ended';
      study: string;
      number: number;
      result: Link;
      outcome: TrialOutcome['type'];
      mean: number | null;
      sd: number | null;
    }
  /** `key` is the digest of the canonical JSON of everything that was read; `of` what was asked about first. */
  | { type: 'analysed'; key: Digest; kind: AnalysisKind; of: Link; result: Link }
  | { type: 'noted'; subject: string; note: string }
  | { type: 'removed'; subject: string }
  | { type: 'restored'; subject: string };

/** One line of the log. `id` is the SHA-256 of the canonical form of the other fields. */
export interface LogEntry {
  format: 'loam.entry/1';
  /** Position in this device's chain, from 1. */
  seq: number;
  /** `id` of the entry before it in the same chain; null for the first. */
  previous: Digest | null;
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** Who, as a device name until identities land. */
  by: string;
  op: Operation;
  id: Digest;
}
