/** What all routes share, made once at the start. */
import type { Digest } from '../../../core/hash/digest';
import type { BundleFiles } from '../../bundle/types';
import type { Effects } from './effects';
import type { Log } from './log';
import type { DriftWatch } from './metrics/drift';
import type { Metrics } from './metrics/metrics';
import type { AnswerText } from './predict/answer-text';
import type { PredictionQueue } from './predict/queue';
import type { PredictionLog } from './prediction-log';
import type { Release } from './release/choose-version';
import type { Shadow } from './release/shadow';
import type { Config } from './start/config';
import type { ServedModel } from './start/served-model';

export interface Service {
  config: Config;
  effects: Effects;
  log: Log;
  files: BundleFiles;
  /** Identity of the bundle that is served. */
  bundle: Digest;
  /** All versions; they have one name. */
  models: readonly ServedModel[];
  answerTexts: ReadonlyMap<ServedModel, AnswerText>;
  /** Replaced when the plan is read again. */
  release: Release;
  queue: PredictionQueue;
  metrics: Metrics;
  drift: DriftWatch;
  shadow: Shadow;
  /** Null where none is kept. */
  predictionLog: PredictionLog | null;
  /** From the first signal on: not ready, and connections are closed after their answer. */
  isStopping: boolean;
}
