/**
 * One recipe from prepared rows to a model, on the engine that its policy names or a measurement picks.
 * Nothing is stored here: the caller gets bytes and objects, and links them.
 */
import { isLoamError } from '../../core/errors';
import type { EngineChoice } from '../../core/log/types';
import type { MetricName } from '../../core/metrics/names';
import type { FittedPreprocessing, ModelManifest, Network } from '../../core/model/types';
import { chooseEngine } from '../engine/choose-engine';
import type { EngineProvider } from '../engine/engine';
import { namedLayers, planNetwork } from '../engine/network';
import { writeSafetensors } from '../formats/safetensors';
import { baselineOutput } from './baseline';
import { meanLoss } from './loss';
import { prepareTraining, type Prepared, type TrainingInput } from './prepare';
import { inputSignatures } from './signature';
import {
  trainNetwork,
  type EpochReport,
  type TrainCallbacks,
  type Trained,
  type TrainEffects,
} from './train-session';
import { DEFAULT_THRESHOLD, watchMetric } from './watch-metric';

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
    | { type: 'failed'; code: 'loss-not-finite'; epochs: number };
  model: TrainedModel | null;
  curves: CurveValues;
  engine: EngineChoice;
  adapter: string | null;
}

export type RecipeEvent =
  | { type: 'stage'; label: string }
  | { type: 'engine'; engine: EngineChoice }
  | { type: 'epoch'; report: Omit<EpochReport, 'outputs'>; metric: number | null };

export interface RecipeContext {
  signal: AbortSignal;
  progress(event: RecipeEvent): void;
}

/** @throws LoamError what `prepareTraining` refuses, and `engine-unavailable` */
export async function trainRecipe(
  input: TrainingInput,
  providers: EngineProvider[],
  context: RecipeContext,
  effects: TrainEffects,
): Promise<RecipeResult> {
  context.progress({ type: 'stage', label: 'Preparing rows' });
  const prepared = prepareTraining(input);
  return input.recipe.model.kind === 'baseline'
    ? trainBaseline(input, prepared, context)
    : trainDense(input, prepared, providers, context, effects);
}

function emptyCurves(input: TrainingInput): CurveValues {
  return { metric: input.task.metric, train: [], validation: [], metricValidation: [] };
}

function trainBaseline(
  input: TrainingInput,
  prepared: Prepared,
  context: RecipeContext,
): RecipeResult {
  const { job } = prepared;
  const output = baselineOutput(job);
  const repeat = (rows: number): Float32Array => {
    const flat = new Float32Array(rows * output.length);
    for (let at = 0; at < flat.length; at += output.length) flat.set(output, at);
    return flat;
  };
  const engine: EngineChoice = {
    backend: 'none',
    why: 'A baseline is counted, not trained.',
    measured: [],
  };
  const curves = emptyCurves(input);
  const { validation } = job;
  const outputs = validation && repeat(validation.count);
  const report = {
    epoch: 1,
    epochs: 1,
    train: meanLoss(job.loss, repeat(job.train.count), job.train),
    validation: validation && meanLoss(job.loss, outputs!, validation),
    secondsLeft: 0,
  };
  const metric = outputs && watchMetric(input.task, prepared)(outputs);
  addToCurves(curves, report, metric);
  context.progress({ type: 'engine', engine });
  context.progress({ type: 'epoch', report, metric });
  return {
    outcome: { type: 'finished', epochs: 1, bestEpoch: 1, stoppedEarly: false },
    model: modelOf(input, prepared, { type: 'constant', output }, null),
    curves,
    engine,
    adapter: null,
  };
}

async function trainDense(
  input: TrainingInput,
  prepared: Prepared,
  providers: EngineProvider[],
  context: RecipeContext,
  effects: TrainEffects,
): Promise<RecipeResult> {
  const { job } = prepared;
  let available = providers;
  let before = '';
  for (;;) {
    context.progress({ type: 'stage', label: 'Measuring engines' });
    const { engine, choice: measured } = await chooseEngine(available, input.recipe.engine, job);
    const choice = { ...measured, why: before + measured.why };
    context.progress({ type: 'engine', engine: choice });
    context.progress({ type: 'stage', label: 'Training' });
    const curves = emptyCurves(input);
    const callbacks = followEpochs(input, prepared, curves, context);
    let trained: Trained;
    try {
      trained = await trainNetwork(engine, job, callbacks, effects);
    } catch (error) {
      // Weights on a lost device are gone: what is left is to begin again elsewhere.
      if (!isLoamError(error, 'engine-lost') || input.recipe.engine !== 'auto') throw error;
      available.find(({ backend }) => backend === engine.backend)?.forget();
      available = available.filter(({ backend }) => backend !== engine.backend);
      before = `${engine.backend === 'webgpu' ? 'WebGPU' : engine.backend} was lost while training. `;
      continue;
    }
    const { adapter } = engine;
    return { ...resultOf(input, prepared, trained), curves, engine: choice, adapter };
  }
}

function followEpochs(
  input: TrainingInput,
  prepared: Prepared,
  curves: CurveValues,
  { signal, progress }: RecipeContext,
): TrainCallbacks {
  const metricOf = watchMetric(input.task, prepared);
  return {
    signal,
    epoch({ outputs, ...report }) {
      const metric = outputs && outputs.every(Number.isFinite) ? metricOf(outputs) : null;
      if (Number.isFinite(report.train)) addToCurves(curves, report, metric);
      progress({ type: 'epoch', report, metric });
    },
  };
}

function addToCurves(
  curves: CurveValues,
  { train, validation }: Pick<EpochReport, 'train' | 'validation'>,
  metric: number | null,
): void {
  curves.train.push(train);
  curves.validation.push(validation !== null && Number.isFinite(validation) ? validation : null);
  curves.metricValidation.push(metric);
}

function resultOf(
  input: TrainingInput,
  prepared: Prepared,
  trained: Trained,
): Pick<RecipeResult, 'outcome' | 'model'> {
  if (trained.type === 'failed') return { outcome: trained, model: null };
  const { weights: flat, ...facts } = trained;
  const model = flat && denseModel(input, prepared, flat);
  if (facts.type === 'finished') return { outcome: facts, model };
  return { outcome: { type: 'cancelled', epochs: facts.epochs }, model };
}

function denseModel(input: TrainingInput, prepared: Prepared, flat: Float32Array): TrainedModel {
  const { layers, tensors } = namedLayers(planNetwork(prepared.job.network), flat);
  return modelOf(input, prepared, { type: 'layers', layers }, writeSafetensors(tensors));
}

function modelOf(
  { task, table }: TrainingInput,
  { fitted, trainRows, targetTransform }: Prepared,
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
