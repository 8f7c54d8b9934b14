/** The lists that the screens show: projections of the log, one row per subject, rebuilt at will. */
import type { ExportKind } from './export-kinds';
import type { Digest, Link } from '../hash/digest';
import type { MetricName } from '../metrics/names';
import type { Part, TaskKind } from '../task/types';
import type { Check } from '../reproduce/types';
import type { Environment } from './environment';
import type { Parameters, StudyKind, StudyState, TrialOutcome } from '../study/types';
import type { AnalysisKind, EngineChoice, Resumption, RunOutcome, Source } from './types';

interface Recorded {
  /** The id of the log entry that made the row (runs and notebooks: their own id). */
  id: string;
  at: number;
  by: string;
  note: string;
}

export interface DatasetRow extends Recorded {
  name: string;
  /** Counts saves under one name, from 1. */
  version: number;
  manifest: Link;
  profile: Link;
  rows: number;
  columns: number;
  bytes: number;
  source: Source;
  parent: Link | null;
}

export interface TaskRow extends Recorded {
  name: string;
  task: Link;
  dataset: Link;
  kind: TaskKind;
  target: string;
  sentence: string;
}

export interface Score {
  part: Part;
  metric: MetricName;
  value: number | null;
  low: number | null;
  high: number | null;
  evaluation: Link;
}

export interface RunRow extends Recorded {
  name: string;
  recipe: Link;
  task: Link;
  /** The model kind in words, e.g. "MLP 64 · 32". */
  model: string;
  /** Identity of the code of the notebook's cells that asked for it; null where none did. */
  code: Digest | null;
  status: 'running' | RunOutcome['type'];
  outcome: RunOutcome | null;
  engine: EngineChoice | null;
  environment: Environment | null;
  seconds: number | null;
  resumed: Resumption[];
  validation: Score | null;
  test: Score | null;
}

export interface RecordedCheck extends Check {
  at: number;
  by: string;
}

export interface ModelRow extends Recorded {
  name: string;
  version: number;
  model: Link;
  run: string | null;
  recipe: Link;
  /** How its threshold was chosen, as a clause; absent where nobody said. */
  chosen?: string;
  /** The card that a restored page brought along; null for a model saved here. */
  card: Link | null;
  /** The last time that it was trained again, here or by whoever sent the workspace. */
  again: RecordedCheck | null;
  /** The last claim of another device that was checked. */
  elsewhere: RecordedCheck | null;
}

export interface OpeningRow extends Recorded {
  run: string;
  task: Link;
  reason: string;
}

export interface ExportRow extends Recorded {
  model: Link;
  kind: ExportKind;
  sha256: Digest;
  bytes: number;
}

/** `at` and `by` are of when it was made; its id is that of its document, too. */
export interface NotebookRow extends Recorded {
  title: string;
  /** How many versions have been kept. */
  versions: number;
  /** When it was last given a title, or a version was kept. */
  changed: number;
  /** The last results of its cells; null where none were kept. */
  results: Link | null;
}

export interface NotebookVersionRow extends Recorded {
  notebook: string;
  /** Counts those of one notebook, from 1. */
  version: number;
  /** Its percent text. */
  text: Link;
  /** '' for one that was kept by itself. */
  name: string;
  /** Code of the modules that it pins and that were here. */
  modules: Link[];
}

export interface ModuleRow extends Recorded {
  name: string;
  /** Counts those of one name, from 1. */
  version: number;
  code: Link;
  source: Link;
  bytes: number;
  exports: string[];
  imports: string[];
}

export interface BriefRow extends Recorded {
  brief: Link;
  dataset: string;
  target: string;
  question: string;
}

export interface StudyRow extends Recorded {
  name: string;
  spec: Link;
  task: Link;
  kind: StudyKind;
  state: StudyState;
}

/** Its id is that of the study, a colon and its number. */
export interface TrialRow extends Recorded {
  study: string;
  number: number;
  parameters: Parameters;
  /** `running` until it has ended. */
  outcome: 'running' | TrialOutcome['type'];
  result: Link | null;
  mean: number | null;
  sd: number | null;
}

export interface AnalysisRow extends Recorded {
  key: Digest;
  kind: AnalysisKind;
  of: Link;
  result: Link;
}

export interface Tables {
  datasets: DatasetRow;
  tasks: TaskRow;
  runs: RunRow;
  models: ModelRow;
  openings: OpeningRow;
  exports: ExportRow;
  notebooks: NotebookRow;
  notebookVersions: NotebookVersionRow;
  modules: ModuleRow;
  briefs: BriefRow;
  studies: StudyRow;
  trials: TrialRow;
  analyses: AnalysisRow;
}

export type TableName = keyof Tables;
