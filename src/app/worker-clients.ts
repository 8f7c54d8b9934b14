/** The workers of one page, each started on first use. The only place that knows their built addresses. */
import analystUrl from '../../workers/analyst/analyst.worker.ts?worker&url';
import ingestUrl from '../../workers/ingest/ingest.worker.ts?worker&url';
import keeperUrl from '../../workers/keeper/keeper.worker.ts?worker&url';
import trialsUrl from '../../workers/trials/trials.worker.ts?worker&url';
import trainerUrl from '../../workers/trainer/trainer.worker.ts?worker&url';
import { spawnModule, workerClient, type WorkerClient } from '../../workers/client';
import type { AnalystApi, IngestApi, KeeperApi, TrainerApi } from '../../workers/contract';
import type { TrialsApi } from '../../workers/trials/contract';

import { onnxAddresses } from './onnx-runtime';

export interface WorkerClients {
  ingest: WorkerClient<IngestApi>;
  analyst: WorkerClient<AnalystApi>;
  trainer: WorkerClient<TrainerApi>;
  keeper: WorkerClient<KeeperApi>;
}

/** A trainer of its own, for work that must not share one; the caller stops it. */
export function startTrainer(): WorkerClient<TrainerApi> {
  return workerClient<TrainerApi>(() => spawnModule(trainerUrl, 'trainer'));
}

/** One of those that work on studies; the caller stops it. */
export function startTrials(): WorkerClient<TrialsApi> {
  return workerClient<TrialsApi>(() => spawnModule(trialsUrl, 'trials'));
}

/** Says in every request where ONNX Runtime is: a worker does not know the addresses of the app. */
function withOnnx(client: WorkerClient<AnalystApi>): WorkerClient<AnalystApi> {
  const onnx = onnxAddresses();
  return {
    ...client,
    call: (method, request, options) => client.call(method, { ...request, onnx }, options),
  };
}

export function startWorkers(): WorkerClients {
  return {
    ingest: workerClient<IngestApi>(() => spawnModule(ingestUrl, 'ingest')),
    analyst: withOnnx(workerClient<AnalystApi>(() => spawnModule(analystUrl, 'analyst'))),
    trainer: startTrainer(),
    keeper: workerClient<KeeperApi>(() => spawnModule(keeperUrl, 'keeper')),
  };
}
