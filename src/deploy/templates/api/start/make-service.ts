/** A checked bundle as a service. */
import type { BundleContents, BundleFiles } from '../../../bundle/types';
import type { Effects } from '../effects';
import { makeLog } from '../log';
import { DriftWatch } from '../metrics/drift';
import { Metrics } from '../metrics/metrics';
import { answerText } from '../predict/answer-text';
import { PredictionQueue } from '../predict/queue';
import { PredictionLog } from '../prediction-log';
import type { Release } from '../release/choose-version';
import { Shadow } from '../release/shadow';
import type { Service } from '../service';
import type { Config } from './config';
import { readRelease } from './read-release';
import type { Runtime } from './runtime';
import { servedModels } from './served-model';

/** @throws LoamError `bundle-damaged` as `Runtime.open`; Error one clause on what is wrong with the release plan */
export async function makeService(
  config: Config,
  effects: Effects,
  files: BundleFiles,
  bundle: BundleContents,
  runtime: Runtime,
): Promise<Service> {
  const models = await servedModels(bundle, files, runtime);
  const log = makeLog(config.logLevel, effects);
  const drift = new DriftWatch(config.driftRows, effects.elapsed);
  const shadow = new Shadow();
  const current: { release: Release } = { release: readRelease(config, files, models) };
  const queue = new PredictionQueue(config.queue, effects, (served, table, prediction) => {
    drift.add(served, table);
    const other = current.release.shadow;
    if (other && other !== served) shadow.compare(other, table, prediction);
  });
  const { predictionLog: file, predictionShare, predictionMask } = config;
  return Object.assign(current, {
    config,
    effects,
    log,
    files,
    bundle: bundle.identity,
    models,
    answerTexts: new Map(models.map((model) => [model, answerText(model)])),
    queue,
    metrics: new Metrics(),
    drift,
    shadow,
    predictionLog:
      file === null ? null : new PredictionLog(file, predictionShare, predictionMask, log),
    isStopping: false,
  });
}
