/**
 * The `loam` library of one cage. It checks what cells say where they say it, sends plain JSON, and holds no
 * state of its own: what is known is known by the app.
 */
import type { ExportKind } from '../../core/log/export-kinds';
import { sender, type Call, type LoamDeps } from './call';
import { codeSpec } from './code-spec';
import {
  Dataset,
  frameDataset,
  madeDataset,
  RAW,
  savedDataset,
  Steps,
  type DatasetDeps,
} from './dataset';
import { brief, type BriefOptions } from './brief';
import { compare, type Compared } from './compare';
import { evaluate, type EvaluateOptions } from './evaluate';
import type { Evaluation } from './evaluation';
import { explainModel, type ModelExplanation } from './explain-model';
import { frameFromRows } from './frame';
import { explain, exportModel, model, models, predict, reproduce } from './model';
import type { Answer, Model } from './model';
import { readFile } from './read-file';
import { filled, refuse, shown } from './refuse';
import type { Ladder, Run } from './run';
import { modelKinds, type ModelKinds, type Spec, type SpecOptions } from './spec';
import { ladder, study, type LadderOptions, type StudyOptions } from './study';
import type { Study } from './study-answer';
import { save, type SaveOptions } from './save';
import { toTask, type Task, type TaskOptions } from './task';
import type { Brief } from './task-brief';
import { train, type TrainOptions } from './train';
import type { Vary } from './vary';
import type { MetricName } from '../../core/metrics/names';
import type { ExportFacts, Reproduction, RowExplanation } from './verbs';

export type Subjects = Run | Ladder | Study | Model;

export interface Loam {
  data(ref: string | File | readonly Record<string, unknown>[]): Promise<Dataset>;
  task(data: Dataset, o: TaskOptions): Task;
  /** Of a task; or, before there is one, of data and what is predicted of it. */
  brief(of: Task | (TaskOptions & { data: Dataset })): Promise<Brief | null>;
  brief(of: Task | (TaskOptions & { data: Dataset }), o: BriefOptions): Promise<Brief>;
  /** A saved model by name; its properties make specs of models to train. */
  readonly model: ((ref: string) => Promise<Model>) &
    Readonly<ModelKinds> & { code(o: SpecOptions): Spec };
  models(): Promise<Model[]>;
  train(task: Task, spec: Spec, o?: TrainOptions): Promise<Run>;
  train(task: Task, specs: readonly Spec[], o?: TrainOptions): Promise<Ladder>;
  study(task: Task, spec: (q: Vary) => Spec | readonly Spec[], o?: StudyOptions): Promise<Study>;
  ladder(task: Task, o?: LadderOptions): Promise<Study>;
  evaluate(x: Subjects, o?: EvaluateOptions): Promise<Evaluation>;
  compare(
    a: Subjects,
    b: Subjects,
    o?: { metric?: MetricName; tried?: number; signal?: AbortSignal },
  ): Promise<Compared>;
  predict(m: Subjects, row: Record<string, unknown>, o?: { signal?: AbortSignal }): Promise<Answer>;
  predict(
    m: Subjects,
    rows: readonly Record<string, unknown>[] | Dataset,
    o?: { signal?: AbortSignal },
  ): Promise<Answer[]>;
  explain(m: Subjects): Promise<ModelExplanation>;
  explain(
    m: Subjects,
    row: Record<string, unknown>,
    o?: { of?: string; signal?: AbortSignal },
  ): Promise<RowExplanation>;
  save(run: Run | Ladder | Study, name: string, o?: SaveOptions): Promise<Model>;
  reproduce(m: Model, o?: { signal?: AbortSignal }): Promise<Reproduction>;
  export(m: Model, kind: ExportKind): Promise<ExportFacts>;
}

export function createLoam(call: Call, deps: LoamDeps): Loam {
  const all: DatasetDeps = { ...deps, send: sender(call) };
  const byName = (ref: string) => model(all, ref);
  const byCode = (o: SpecOptions) => codeSpec(all, o);
  const loam = {
    data: (ref: unknown) => data(all, ref),
    task: toTask,
    brief: (of: unknown, o?: unknown) => brief(all, of, o),
    model: Object.freeze(Object.assign(byName, modelKinds, { code: byCode })),
    models: () => models(all),
    train: (task: unknown, specs: unknown, o?: unknown) => train(all, task, specs, o),
    study: (task: unknown, spec: unknown, o?: unknown) => study(all, task, spec, o),
    ladder: (task: unknown, o?: unknown) => ladder(all, task, o),
    evaluate: (x: unknown, o?: unknown) => evaluate(all, x, o),
    compare: (a: unknown, b: unknown, o?: unknown) => compare(all, a, b, o),
    predict: (m: unknown, rows: unknown, o?: unknown) => predict(all, m, rows, o),
    explain: (m: unknown, row?: unknown, o?: unknown) =>
      row === undefined ? explainModel(all, m) : explain(all, m, row, o),
    save: (run: unknown, name: unknown, o?: unknown) => save(all, run, name, o),
    reproduce: (m: unknown, o?: unknown) => reproduce(all, m, o),
    export: (m: unknown, kind: unknown) => exportModel(all, m, kind),
  };
  return Object.freeze(loam) as Loam;
}

async function data(deps: DatasetDeps, ref: unknown): Promise<Dataset> {
  const at = 'loam.data';
  if (ref instanceof Dataset) return ref;
  if (ref instanceof Steps) return ref;
  if (Array.isArray(ref)) return madeDataset(deps, frameFromRows(`${at}: rows`, ref));
  if (ref instanceof Blob) {
    const name = 'name' in ref && typeof ref.name === 'string' ? ref.name : 'the file';
    return frameDataset(deps, await readFile(ref, name), RAW);
  }
  if (typeof ref !== 'string') {
    const what = ref === null ? 'null (no file was chosen yet?)' : shown(ref);
    return refuse(
      `${at}: ref`,
      `is ${what}; give a name such as "churn" or "churn@2", a File or a list of rows.`,
    );
  }
  const named = filled(
    `${at}: ref`,
    ref,
    'a name such as "churn" (the newest version) or "churn@2"',
  );
  return savedDataset(deps, await deps.send('data', { ref: named }));
}
