/** What a training of a recipe gives, by whatever it was trained, and what it says while it goes on. */
import type { LoamError } from '../../core/errors';
import type { EngineChoice } from '../../core/log/types';
import type { MetricName } from '../../core/metrics/names';
import type { FittedPreprocessing, ModelManifest, Network } from '../../core/model/types';
import type { EngineModule } from '../engine/engine';
import type { Prepared, TrainingInput } from './prepare';
import { inputSignatures } from './signature';
import type { EpochReport } from './train-session';
import { DEFAULT_THRESHOLD } from './watch-metric';

/** Per epoch; what was not finite is left out of the end. */
export interface CurveValues {
  metric: MetricName;
  train: number[];
  validation: (number | null)[];
  metricValidation: (number | null)[];
}

export interface TrainedModel {
  preprocessing: FittedPreprocessing;
  /** Safetensors; null for a baseline. */
  weights: Uint8Array | null;
  /** Complete but for the links to the two objects above. */
  manifest: Omit<ModelManifest, 'preprocessing' | 'weights'>;
}

export interface RecipeResult {
  outcome:
    | { type: 'finished'; epochs: number; bestEpoch: number; stoppedEarly: boolean }
    | { type: 'cancelled'; epochs: number }
    | { type: 'failed'; problem: LoamError; epochs: number };
  model: TrainedModel | null;
  curves: CurveValues;
  engine: EngineChoice;
  adapter: string | null;
  /** The code of an engine of ours; null for others and for a baseline. */
  module: EngineModule | null;
}

export type RecipeEvent =
  | { type: 'stage'; label: string }
  | { type: 'engine'; engine: EngineChoice }
  | { type: 'epoch'; report: Omit<EpochReport, 'outputs'>; metric: number | null };

export function emptyCurves(input: Pick<TrainingInput, 'task'>): CurveValues {
  return { metric: input.task.metric, train: [], validation: [], metricValidation: [] };
}

export function addToCurves(
  curves: CurveValues,
  { train, validation }: Pick<EpochReport, 'train' | 'validation'>,
  metric: number | null,
): void {
  curves.train.push(train);
  curves.validation.push(validation !== null && Number.isFinite(validation) ? validation : null);
  curves.metricValidation.push(metric);
}

export function modelOf(
  { task }: Pick<TrainingInput, 'task'>,
  { fitted, table, trainRows, targetTransform }: Prepared,
  network: Network,
  weights: Uint8Array | null,
): TrainedModel {
  return {
    preprocessing: fitted,
    weights,
    manifest: {
      format: 'loam.model/1',
      kind: task.kind,
      target: task.target,
      classes: task.classes,
      inputs: inputSignatures(fitted, table, trainRows),
      network,
      targetTransform,
      threshold: task.kind === 'binary' ? DEFAULT_THRESHOLD : null,
      calibrator: null,
      conformal: null,
    },
  };
}
