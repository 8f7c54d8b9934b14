/** Whether JSON from elsewhere (a file, later a peer) is a log entry; tied to the types by the compiler. */
import type { Link } from '../hash/digest';
import { parameters } from '../formats/parameters';
import { runEngine, metricName, part, taskKind } from '../formats/vocabulary';
import {
  count,
  digest,
  either,
  flag,
  link,
  listOf,
  number,
  oneOf,
  only,
  optional,
  orNull,
  record,
  text,
  union,
  wordOf,
  type Branches,
  type Check,
} from '../shape/check';
import { environment } from './environment-shape';
import { exportKind } from './export-kinds';
import type { EarlierEnvironment } from './environment';
import { check } from '../reproduce/proof-shape';
import type {
  EarlierRunEnded,
  EarlierRunStarted,
  EarlierNotebookVersion,
  EngineChoice,
  LogEntry,
  MakingCode,
  ModuleSaved,
  NotebookVersion,
  Operation,
  Resumption,
  RunEnded,
  RunOutcome,
  RunStarted,
  Source,
} from './types';

const file = { name: text, bytes: count, sha256: digest, reading: text };
const making = record<MakingCode>({ object: link, from: listOf(link), columns: listOf(text) });
const source: Check<Source> = either(
  record<Omit<Source, 'code'>>(file),
  record<Source & { code: MakingCode }>({ ...file, code: making }),
);
const earlierEnvironment = record<EarlierEnvironment>({
  loam: text,
  tfjs: text,
  userAgent: text,
  adapter: orNull(text),
});
const engine = record<EngineChoice>({
  backend: runEngine,
  why: text,
  measured: listOf(record<EngineChoice['measured'][number]>({ backend: text, msPerStep: number })),
});

type Finished = Extract<RunOutcome, { type: 'finished' }>;
const finished = {
  type: only('finished'),
  model: link,
  curves: link,
  weightHash: orNull(digest),
  epochs: count,
  bestEpoch: count,
  stoppedEarly: flag,
};

const outcome = union<RunOutcome, 'type'>('type', {
  finished: either(
    record<Omit<Finished, 'outOfFold'>>(finished),
    record<Finished & { outOfFold: Link }>({ ...finished, outOfFold: link }),
  ),
  cancelled: record({
    type: only('cancelled'),
    model: orNull(link),
    curves: orNull(link),
    epochs: count,
  }),
  failed: record({
    type: only('failed'),
    code: text,
    message: text,
    curves: orNull(link),
    epochs: count,
  }),
});

const resumption = record<Resumption>({ epoch: count, step: count, folds: optional(count) });
const ending = { type: only('run-ended'), run: text, outcome, engine, seconds: number };

const beginning = {
  type: only('run-started'),
  run: text,
  name: text,
  recipe: link,
  task: link,
  model: text,
  note: text,
};

const version = { type: only('notebook-version'), notebook: text, text: link, name: text };

const OPERATIONS: Branches<Operation, 'type'> = {
  'workspace-named': record({ type: only('workspace-named'), name: text }),
  'dataset-saved': record({
    type: only('dataset-saved'),
    name: text,
    manifest: link,
    profile: link,
    rows: count,
    columns: count,
    bytes: count,
    source,
    parent: orNull(link),
    note: text,
  }),
  'task-saved': record({
    type: only('task-saved'),
    task: link,
    name: text,
    dataset: link,
    kind: taskKind,
    target: text,
    sentence: text,
  }),
  'run-started': either(
    record<RunStarted>({ ...beginning, code: orNull(digest) }),
    record<EarlierRunStarted>(beginning),
  ),
  'run-ended': either(
    record<RunEnded>({ ...ending, environment, resumed: listOf(resumption) }),
    record<EarlierRunEnded>({ ...ending, environment: earlierEnvironment }),
  ),
  evaluated: record({
    type: only('evaluated'),
    run: text,
    part,
    evaluation: link,
    metric: metricName,
    value: orNull(number),
    low: orNull(number),
    high: orNull(number),
  }),
  'test-opened': record({ type: only('test-opened'), run: text, task: link, reason: text }),
  'model-saved': record({
    type: only('model-saved'),
    name: text,
    model: link,
    run: orNull(text),
    recipe: link,
    note: text,
    chosen: optional(text),
  }),
  'model-restored': record({
    type: only('model-restored'),
    name: text,
    model: link,
    recipe: link,
    task: link,
    card: link,
    note: text,
  }),
  reproduced: record({ type: only('reproduced'), model: text, run: text, ...check }),
  exported: record({
    type: only('exported'),
    model: link,
    kind: exportKind,
    sha256: digest,
    bytes: count,
  }),
  'notebook-saved': record({ type: only('notebook-saved'), notebook: text, title: text }),
  'notebook-version': either(
    record<NotebookVersion>({ ...version, modules: listOf(link) }),
    record<EarlierNotebookVersion>(version),
  ),
  'results-kept': record({ type: only('results-kept'), notebook: text, results: link }),
  'module-saved': record<ModuleSaved>({
    type: only('module-saved'),
    name: text,
    code: link,
    source: link,
    bytes: count,
    exports: listOf(text),
    imports: listOf(text),
  }),
  'brief-saved': record({
    type: only('brief-saved'),
    brief: link,
    dataset: text,
    target: text,
    question: text,
  }),
  'study-started': record({
    type: only('study-started'),
    study: text,
    name: text,
    spec: link,
    task: link,
    kind: oneOf({ ladder: 1, search: 1 }),
  }),
  'study-changed': record({
    type: only('study-changed'),
    study: text,
    state: oneOf({ running: 1, paused: 1, finished: 1, ended: 1 }),
  }),
  'trial-started': record({
    type: only('trial-started'),
    study: text,
    number: count,
    parameters,
  }),
  'trial-ended': record({
    type: only('trial-ended'),
    study: text,
    number: count,
    result: link,
    outcome: oneOf({ finished: 1, stopped: 1, failed: 1 }),
    mean: orNull(number),
    sd: orNull(number),
  }),
  analysed: record({
    type: only('analysed'),
    key: digest,
    kind: oneOf({ understanding: 1, comparison: 1, evidence: 1, evaluation: 1 }),
    of: link,
    result: link,
  }),
  noted: record({ type: only('noted'), subject: text, note: text }),
  removed: record({ type: only('removed'), subject: text }),
  restored: record({ type: only('restored'), subject: text }),
};

const entry = record<LogEntry>({
  format: only('loam.entry/1'),
  seq: count,
  previous: orNull(digest),
  at: count,
  by: text,
  op: union<Operation, 'type'>('type', OPERATIONS),
  id: digest,
});

export type EntryVerdict =
  { ok: true; entry: LogEntry } | { ok: false; reason: 'newer' | 'malformed' };

/** `newer`: of a format or an operation that this version does not know, as later ones may write. */
export function parseEntry(value: unknown): EntryVerdict {
  if (entry(value)) return { ok: true, entry: value };
  if (value === null || typeof value !== 'object') return { ok: false, reason: 'malformed' };
  const { format, op } = value as { format?: unknown; op?: unknown };
  const foreign =
    typeof format === 'string' && /^loam\.entry\/[2-9]\d*$|^loam\.entry\/1\d+$/.test(format);
  const type = wordOf(op, 'type');
  const unknown = type !== null && !Object.hasOwn(OPERATIONS, type);
  return { ok: false, reason: foreign || unknown ? 'newer' : 'malformed' };
}
