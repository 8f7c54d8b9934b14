/**
 * Everything that crosses into a worker, as types. Requests and answers are plain data (structured
 * clone); every method may be aborted and may report progress; a failure arrives as a LoamError with
 * its code and facts.
 */
import type { Cell, DatasetManifest, DatasetProfile } from '../src/core/dataset/types';
import type { DecisionScores } from '../src/core/evaluation/decisions';
import type { ErrorCode, Facts } from '../src/core/errors';
import type { Evaluation } from '../src/core/evaluation/types';
import type { Link } from '../src/core/hash/digest';
import type { ReadIssue, Reading, ReadOptions } from '../src/core/ingest/types';
import type { Environment } from '../src/core/log/environment';
import type { EngineChoice, Resumption, RunOutcome, Source } from '../src/core/log/types';
import type { ModelManifest, Network } from '../src/core/model/types';
import type { ForeignFormat, ImportedModel } from '../src/core/recipe/types';
import type { FoldPlan } from '../src/core/task/folds';
import type { TaskGuess, TaskKind, TaskManifest } from '../src/core/task/types';
import type { AskedOf } from '../src/core/understand/analysis-key';
import type { Understanding } from '../src/core/understand/types';
import type { ForeignInput } from '../src/deploy/onnx/read/types';
import type { FitJob, FitReport, Fitted } from '../src/ml/train/train-by-code';
import type { FsckReport } from '../src/storage';
import type { CallContext, Progress } from './call-context';
import type { HonestyApi } from './analyst/compare-contract';
import type { MayRunOnnx } from './onnx/contract';

import type { EvaluationRequest, TaskSpec } from './analyst/ask-contract';

export type { EvaluationRequest, TaskSpec, UnseenAnswers } from './analyst/ask-contract';
export type { CallContext, Progress } from './call-context';
export type { TrainingCurves as Curves } from '../src/core/evaluation/training-curves';
export type { FsckReport } from '../src/storage';

/** A worker's side: methods of one request and a context. */
export type Api = Record<string, (request: never, context: CallContext<never>) => Promise<unknown>>;

/** Of the workers that are got ready ahead. */
export interface Preparable {
  /** Opens the workspace, so that the first call that needs it need not wait for that. */
  prepare(request: { workspace: string }, context: CallContext<never>): Promise<void>;
}

// ---- ingest: a file becomes column chunks in the object store, under the caller's lease ----

export type { ReadIssue, ReadOptions };

export interface ReadResult {
  manifest: DatasetManifest;
  manifestLink: Link;
  profile: DatasetProfile;
  profileLink: Link;
  /** Bytes of all column chunks. */
  bytes: number;
  source: Source;
  /** How the file was read, to show and to override. */
  options: Reading;
  /** The first rows, at most 100, one array per row. */
  preview: Cell[][];
  issues: ReadIssue[];
}

export interface IngestApi extends Preparable {
  read(
    request: { workspace: string; lease: string; file: Blob; name: string; options: ReadOptions },
    context: CallContext<Progress>,
  ): Promise<ReadResult>;
}

// ---- analyst: reads dataset versions and models, answers questions about them ----

export interface ChosenFile {
  /** Without folders. */
  name: string;
  content: Blob;
}

/** What the files of a model made elsewhere hold, to be looked at before it is taken in. */
export interface ForeignSummary {
  format: ForeignFormat;
  /** Of the file that says what the model is. */
  name: string;
  /** Of all files. */
  bytes: number;
  producer: string;
  kind: TaskKind;
  /** In the order of the file; null for regression. */
  classes: string[] | null;
  inputs: ForeignInput[];
  /** Of one row, where all inputs are cells of one tensor; else null. */
  shape: number[] | null;
  /** Kinds of what it is made of. */
  operators: string[];
  network: Network['type'];
  /** Layers, trees, or operators of a graph. */
  parts: number;
  /** Numbers in its weights. */
  parameters: number;
  /** The file answers with scores or a class alone; shares are made of them by softmax. */
  softmaxAdded: boolean;
  /** Why ONNX Runtime computes it, as a clause; null where Loam's own engine does. */
  kept: string | null;
  /** Whether the file answers with a class: alone, whose share is 1 then, or beside shares, which are what counts. */
  label: 'none' | 'alone' | 'beside';
}

export interface ImportRequest {
  workspace: string;
  lease: string;
  files: ChosenFile[];
  task: Link;
  /** For each input of the file, in its order. */
  columns: string[];
  /** The task's class for each class of the file, in its order; null for regression. */
  answers: string[] | null;
}

export interface StoredImport {
  model: Link;
  weights: Link;
  network: Network['type'];
  imported: ImportedModel;
}

export interface AnalystApi extends Preparable, HonestyApi {
  /** What could be learnt from this data; `target` overrides the guess of the target. */
  guess(
    request: { workspace: string; dataset: Link; target?: string; positive?: string },
    context: CallContext<Progress>,
  ): Promise<TaskGuess>;
  /** Deals rows to parts and stores the task manifest and its parts object under the lease. */
  makeTask(
    request: { workspace: string; lease: string; spec: TaskSpec },
    context: CallContext<Progress>,
  ): Promise<{ task: TaskManifest; link: Link }>;
  /**
   * The folds that a stored task is judged by where nobody says otherwise, of one by time in so many windows as are
   * asked for, each as long as `ahead` (milliseconds) where that is said, too; null where its rows make no two, or not these.
   */
  planFolds(
    request: { workspace: string; task: Link; windows?: number; ahead?: number },
    context: CallContext<Progress>,
  ): Promise<FoldPlan | null>;
  rows(
    request:
      | { workspace: string; dataset: Link; start: number; count: number }
      | { workspace: string; dataset: Link; indices: number[] },
    context: CallContext<Progress>,
  ): Promise<{ columns: string[]; rows: Cell[][] }>;
  /** Stores the evaluation under the lease. */
  evaluate(
    request: { workspace: string; lease: string } & EvaluationRequest & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<{ evaluation: Evaluation; link: Link }>;
  /** Reads a model that another tool made; nothing of it is kept. */
  describeForeign(
    request: { files: ChosenFile[] } & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<ForeignSummary>;
  /** Stores the files and the model version that they make for a task, under the lease. */
  importForeign(
    request: ImportRequest & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<StoredImport>;
  /** Two classes: what each row of the part was given, for the decisions of any threshold. */
  decisionScores(
    request: { workspace: string } & EvaluationRequest & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<DecisionScores>;
  /**
   * One question about how a model comes to its answers, stored under the lease. The test part is read only where
   * it has been opened for a run that made the model.
   */
  understand(
    request: { workspace: string; lease: string } & AskedOf & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<{ understanding: Understanding; link: Link }>;
  /** Scores a CSV: the same file with prediction columns added. */
  scoreFile(
    request: { workspace: string; model: Link; file: Blob; name: string } & MayRunOnnx,
    context: CallContext<Progress>,
  ): Promise<{ csv: Blob; rows: number; notes: string[] }>;
}

// ---- trainer ----

export type TrainEvent =
  | { type: 'stage'; label: string }
  | { type: 'engine'; engine: EngineChoice }
  /** An interrupted run goes on: what it had measured until there, per whole epoch. */
  | ({
      type: 'resumed';
      train: number[];
      validation: (number | null)[];
      metricValidation: (number | null)[];
    } & Resumption)
  | {
      type: 'epoch';
      epoch: number;
      epochs: number;
      train: number;
      validation: number | null;
      metric: number | null;
      secondsLeft: number;
    };

/** Through the port of a request: the trainer asks for what only the page's cage can do. */
export type ToCagePort = { type: 'fit'; job: FitJob } | { type: 'abort' };

/** `done` and `failed` answer; reports come before, all that there are since the last. */
export type FromCagePort =
  | { type: 'reports'; reports: FitReport[] }
  | { type: 'done'; fitted: Fitted }
  | { type: 'failed'; code: ErrorCode; facts: Facts };

export interface TrainRequest {
  workspace: string;
  lease: string;
  recipe: Link;
  /** The run whose checkpoints are kept; `again` goes on from them where there are any. Default: none. */
  run?: { id: string; again: boolean };
  /**
   * As it was made before: on this engine, whatever the recipe's policy says, and where that is one of ours, by
   * this compiled code. Default: as the recipe says, by the code of this version.
   */
  as?: { engine: EngineChoice['backend']; module: Link | null };
  /** Transferred; speaks `ToCagePort` and `FromCagePort`. Default: code recipes cannot be trained. */
  cage?: MessagePort;
}

export interface TrainResult {
  outcome: RunOutcome;
  model: ModelManifest | null;
  engine: EngineChoice;
  environment: Environment;
  /** Of all attempts together. */
  seconds: number;
  /** Where the run went on, this attempt included. */
  resumed: Resumption[];
}

export interface TrainerApi extends Preparable {
  /**
   * Runs one recipe and stores weights, preprocessing, model manifest, curves and the engine's compiled code
   * under the lease.
   * A cancelled or failed run is an outcome, not an error: what was learnt so far is kept.
   */
  train(request: TrainRequest, context: CallContext<TrainEvent>): Promise<TrainResult>;
}

// ---- keeper: whole-workspace work ----

export interface KeeperApi {
  /** The whole workspace as one `.loam` file. Equal workspaces give equal bytes. */
  pack(request: { workspace: string }, context: CallContext<Progress>): Promise<Blob>;
  /** Restores a `.loam` file into a workspace that does not exist yet; nothing is kept unless all of it verifies. */
  unpack(
    request: { file: Blob },
    context: CallContext<Progress>,
  ): Promise<{ id: string; name: string; objects: number; entries: number }>;
  fsck(
    request: { workspace: string; repair: boolean },
    context: CallContext<Progress>,
  ): Promise<FsckReport>;
}
