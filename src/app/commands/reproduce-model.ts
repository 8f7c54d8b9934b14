/**
 * Makes a model once more from its lineage, in a worker of its own, and records what came of it: the same
 * recipe over the same data, on the engine that the run resolved to and by the very code that it names.
 */
import { isErrorCode, type ErrorCode } from '../../core/errors';
import { linkDigest, type Link } from '../../core/hash/digest';
import { readManifest } from '../../core/formats/read-manifest';
import type { RunRow } from '../../core/log/rows';
import { compareMakings } from '../../core/reproduce/compare';
import type { Proof } from '../../core/reproduce/types';
import type { WorkerClient } from '../../../workers/client';
import type { TrainerApi, TrainEvent } from '../../../workers/contract';
import { cagePort } from '../code-recipe/cage-port';
import { startTrainer } from '../worker-clients';
import type { WorkspaceContext } from '../workspace-context';
import type { LoadedModel } from './load-model';
import { makingOf, type MadeRun } from './run-making';
import { unseenAnswers } from './unseen-answers';

export interface RemakeOptions {
  signal?: AbortSignal;
  onProgress?: (event: TrainEvent) => void;
  /** Default: a fresh worker, ended afterwards. */
  trainer?: () => WorkerClient<TrainerApi>;
}

export type Remade =
  | { type: 'checked'; proof: Proof }
  /** `what` is a whole sentence. */
  | { type: 'failed'; code: ErrorCode; what: string }
  | { type: 'cancelled' };

/** @throws LoamError of storage and of the worker, `cancelled` while it judges */
export async function reproduceModel(
  session: WorkspaceContext,
  model: LoadedModel,
  made: MadeRun,
  { signal, onProgress, trainer: start = startTrainer }: RemakeOptions = {},
): Promise<Remade> {
  const lost = await firstAbsent(session, made);
  if (lost) return { type: 'failed', code: 'object-missing', what: lost };
  const { run } = made;
  const trainer = start();
  const cage = cagePort(session);
  try {
    return await session.underLease<Remade>(async (lease) => {
      const request = {
        workspace: session.id,
        lease: lease.id,
        recipe: model.row.recipe,
        as: { engine: run.row.engine!.backend, module: run.row.environment!.module },
        cage: cage.port,
      };
      const listen = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
      const { outcome, environment, seconds } = await trainer.call('train', request, {
        ...listen,
        transfer: [cage.port],
      });
      if (outcome.type === 'cancelled') return { ops: [], value: { type: 'cancelled' } };
      if (outcome.type === 'failed') {
        const code = isErrorCode(outcome.code) ? outcome.code : 'internal';
        return { ops: [], value: { type: 'failed', code, what: outcome.message } };
      }
      onProgress?.({ type: 'stage', label: 'Comparing' });
      const curves = await session.json(outcome.curves, 'loam.curves/1');
      const judged =
        run.validation &&
        (await judge(session, lease.id, { ...run.row, outcome }, outcome.model, signal));
      const again = makingOf(outcome, curves, judged, environment.device);
      const proof = compareMakings(made.making, again);
      const source = { type: 'retrained', environment, seconds } as const;
      const about = { model: model.row.id, run: run.row.id };
      return {
        ops: [{ type: 'reproduced', ...about, proof, source }],
        value: { type: 'checked', proof },
      };
    });
  } finally {
    cage.close();
    trainer.stop();
  }
}

async function judge(
  session: WorkspaceContext,
  lease: string,
  run: RunRow,
  model: Link,
  signal: AbortSignal | undefined,
) {
  const { task } = run;
  const part = 'validation' as const;
  const unseen = await unseenAnswers(session, run, part);
  const request = { workspace: session.id, lease, model, task, part, unseen };
  const { evaluation } = await session.workers.analyst.call(
    'evaluate',
    request,
    signal ? { signal } : {},
  );
  return evaluation;
}

/** What is needed and not here, in one sentence; null where all is. */
async function firstAbsent({ store }: WorkspaceContext, { run }: MadeRun): Promise<string | null> {
  const { task } = run;
  const absent = async (link: Link) => !(await store.objects.has(linkDigest(link)));
  if ((await absent(task.dataset)) || (await absent(task.parts))) {
    return 'The data that this model was trained on is not in this workspace, so it cannot be made again here.';
  }
  const dataset = await readManifest(store.objects, task.dataset, 'loam.dataset/1');
  const chunks = dataset.columns.flatMap((column) => column.chunks);
  for (const { object } of chunks) {
    if (await absent(object)) {
      return 'A part of the data that this model was trained on is missing or damaged, so it cannot be made again here.';
    }
  }
  const module = run.row.environment?.module ?? null;
  if (module && (await absent(module))) {
    return 'The compiled engine that this model was trained by is not in this workspace, so the same bits cannot be asked for.';
  }
  return null;
}
