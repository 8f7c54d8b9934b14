/**
 * A model that another tool made becomes a run that has finished and a model version, in one commit; then it
 * is judged on validation as any other. The same files, fed alike for the same task, are the same run.
 */
import { linkDigest, type Link } from '../../core/hash/digest';
import type { Evaluation } from '../../core/evaluation/types';
import type { TrainingCurves } from '../../core/evaluation/training-curves';
import { deviceOf } from '../../core/log/device';
import type { Environment } from '../../core/log/environment';
import type { TaskRow } from '../../core/log/rows';
import type { Operation } from '../../core/log/types';
import type { ImportedRecipe } from '../../core/recipe/types';
import { checkRecipe } from '../../core/recipe/check';
import { LOAM_VERSION } from '../../core/version';
import type { ChosenFile, ForeignSummary, StoredImport } from '../../../workers/contract';
import type { ActiveRuns } from '../active-runs.svelte';
import type { WorkspaceContext } from '../workspace-context';
import { evaluateRun, type WorkOptions } from './evaluate-run';

export type { ForeignSummary } from '../../../workers/contract';

export interface ImportedFeed {
  task: Pick<TaskRow, 'task'>;
  /** For each input of the file, in its order. */
  columns: string[];
  /** The task's class for each class of the file, in its order; null for regression. */
  answers: string[] | null;
}

export interface ModelImportRequest extends ImportedFeed {
  files: readonly File[];
  name: string;
  note: string;
}

export interface ImportedVersion {
  /** Id of the model version. */
  model: string;
  run: string;
}

function chosen(files: readonly File[]): ChosenFile[] {
  return files.map((file) => ({ name: file.name, content: file.slice() }));
}

/** Nothing of it is kept. @throws LoamError `model-unreadable`, `cancelled` */
export function describeModelFiles(
  { workers }: WorkspaceContext,
  files: readonly File[],
  options: WorkOptions = {},
): Promise<ForeignSummary> {
  return workers.analyst.call('describeForeign', { files: chosen(files) }, options);
}

function storeImport(
  { workers, id }: WorkspaceContext,
  lease: string,
  files: readonly File[],
  { task, columns, answers }: ImportedFeed,
  options: WorkOptions,
): Promise<StoredImport> {
  const request = { workspace: id, lease, files: chosen(files), task: task.task, columns, answers };
  return workers.analyst.call('importForeign', request, options);
}

/** What it would be worth on validation, fed like this; nothing is kept. */
export function tryImport(
  session: WorkspaceContext,
  files: readonly File[],
  feed: ImportedFeed,
  options: WorkOptions = {},
): Promise<Evaluation> {
  return session.underLease(async (lease) => {
    const { model } = await storeImport(session, lease.id, files, feed, options);
    const { evaluation } = await session.workers.analyst.call(
      'evaluate',
      { workspace: session.id, lease: lease.id, model, task: feed.task.task, part: 'validation' },
      options,
    );
    return { ops: [], value: evaluation };
  });
}

/** Where it was taken in; where it was trained is not known. */
function environmentOf({ effects }: WorkspaceContext): Environment {
  return {
    loam: LOAM_VERSION,
    tfjs: null,
    mode: 'other',
    module: null,
    threads: 1,
    flags: [],
    adapter: null,
    userAgent: effects.userAgent,
    device: deviceOf(effects.userAgent, effects.cores),
  };
}

/**
 * Without an evaluation where judging fails or is cancelled: the model is kept, and can be judged on its run.
 * @throws LoamError `model-unreadable`, `columns-differ`, `part-empty`, `cancelled`; then nothing is kept
 */
export async function importModel(
  session: WorkspaceContext & { runs: ActiveRuns },
  { files, name, note, ...feed }: ModelImportRequest,
  options: WorkOptions = {},
): Promise<ImportedVersion> {
  const { store, runs, effects } = session;
  const begun = effects.now();
  const task = feed.task.task;
  const { metric } = await session.json(task, 'loam.task/1');
  const saved = { type: 'model-saved', name: name.trim() || 'model', note } as const;
  const made = await session.underLease<{ run: string; model: Link; judged: boolean }>(
    async (lease) => {
      const { model, weights, network, imported } = await storeImport(
        session,
        lease.id,
        files,
        feed,
        options,
      );
      const recipe: ImportedRecipe = {
        format: 'loam.recipe/3',
        semantics: 1,
        task,
        model: imported,
        engine: 'imported',
      };
      checkRecipe(recipe);
      const link = await store.putJson(lease.id, recipe);
      const known = await runs.known(link);
      const row = known ? await store.get('runs', known) : null;
      if (known && row?.outcome?.type === 'finished') {
        const ops = [{ ...saved, model: row.outcome.model, run: known, recipe: link }];
        return {
          ops,
          value: { run: known, model: row.outcome.model, judged: row.validation !== null },
        };
      }
      const run = runs.prepare(link, recipe);
      const curves: TrainingCurves = {
        format: 'loam.curves/1',
        metric,
        train: [],
        validation: [],
        metricValidation: [],
      };
      const ended: Operation = {
        type: 'run-ended',
        run: run.id,
        outcome: {
          type: 'finished',
          model,
          curves: await store.putJson(lease.id, curves),
          weightHash: linkDigest(weights),
          epochs: 0,
          bestEpoch: 0,
          stoppedEarly: false,
        },
        engine: {
          backend: 'imported',
          why:
            network === 'onnx'
              ? 'It was trained elsewhere; ONNX Runtime computes it here.'
              : 'It was trained elsewhere; it runs on the exact engine here.',
          measured: [],
        },
        environment: environmentOf(session),
        seconds: (effects.now() - begun) / 1000,
        resumed: [],
      };
      const ops = [run.op, ended, { ...saved, model, run: run.id, recipe: link }];
      return { ops, value: { run: run.id, model, judged: false } };
    },
  );
  session.storage.keep();
  const { run, model, judged } = made;
  if (!judged) {
    const request = { run, model, task, part: 'validation', metric } as const;
    await evaluateRun(session, request, options).catch(() => undefined);
  }
  const versions = await store.find('models', 'run', run);
  return { model: versions[0]!.id, run };
}
