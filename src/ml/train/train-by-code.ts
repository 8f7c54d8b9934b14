/**
 * A recipe whose weights come from a function of a notebook. Everything around it is as for an engine: rows are
 * prepared by the recipe, weights begin as its seed says, and what comes back is measured here. The function
 * itself runs elsewhere (in the cage), and whatever it gives is looked at before it is used.
 */
import { LoamError, toLoamError } from '../../core/errors';
import type { EngineChoice } from '../../core/log/types';
import { planNetwork, type NetworkPlan } from '../../core/network/plan';
import type { RecipeCode } from '../../core/recipe/types';
import type { TaskManifest } from '../../core/task/types';
import type { NetworkJob } from '../engine/engine';
import { initialWeights, namedLayers } from '../engine/network';
import { writeSafetensors } from '../formats/safetensors';
import { makeForwardPass } from '../predict/forward';
import { meanLoss } from './loss';
import type { Prepared, TrainingInput } from './prepare';
import {
  addToCurves,
  emptyCurves,
  modelOf,
  type CurveValues,
  type RecipeEvent,
  type RecipeResult,
} from './recipe-result';
import { watchMetric } from './watch-metric';

export interface FitJob {
  code: RecipeCode;
  job: NetworkJob;
  plan: NetworkPlan;
  /** All parameters in the order of the plan, as they begin. */
  weights: Float32Array;
  task: Pick<TaskManifest, 'kind' | 'classes' | 'target'>;
}

/** Mean losses of an epoch, as the function says. */
export interface FitReport {
  train: number;
  validation: number | null;
}

export interface Fitted {
  /** As many as were given. */
  weights: Float32Array;
  /** What it computed on, in a few words; '' where it used nothing but the language. */
  on: string;
}

/** @throws LoamError `code-failed`, `code-not-approved`, `cancelled`, those of objects */
export type Fit = (
  job: FitJob,
  context: { signal: AbortSignal; report(report: FitReport): void },
) => Promise<Fitted>;

/** More are not drawn, as of any recipe. */
const MOST_EPOCHS = 100_000;

interface Context {
  signal: AbortSignal;
  progress(event: RecipeEvent): void;
}

const noCage: Fit = () => {
  const reason = 'code of a notebook runs in its cage, and there is none here';
  return Promise.reject(new LoamError('engine-unavailable', { backend: 'cage', reason }));
};

/** Never keeps what an unfinished function had learnt: only the function knows where that is. */
export async function trainByCode(
  input: TrainingInput,
  code: RecipeCode,
  prepared: Prepared,
  context: Context,
  fit: Fit = noCage,
): Promise<RecipeResult> {
  const { job } = prepared;
  if (job.type !== 'network') throw new LoamError('internal', { message: 'code for trees' });
  const plan = planNetwork(job.network);
  const curves = emptyCurves(input);
  const ended = { curves, model: null, adapter: null, module: null };
  context.progress({ type: 'engine', engine: inCage('') });
  context.progress({ type: 'stage', label: 'Starting a fresh cage' });
  try {
    const { weights, on } = await fit(
      { code, job, plan, weights: initialWeights(plan, job.seed), task: input.task },
      { signal: context.signal, report: following(job, curves, context) },
    );
    const engine = inCage(on);
    const model = learntModel(input, prepared, plan, weights);
    const measured = measure(input, prepared, plan, weights);
    const lost = [measured.train, measured.validation ?? 0].some((loss) => !Number.isFinite(loss));
    const epochs = Math.max(1, curves.train.length);
    if (lost) {
      const problem = new LoamError('loss-not-finite', { epoch: epochs });
      return { ...ended, engine, outcome: { type: 'failed', problem, epochs } };
    }
    settle(curves, measured, job, context);
    const stoppedEarly = epochs < job.trainer.epochs;
    const outcome = { type: 'finished', epochs, bestEpoch: epochs, stoppedEarly } as const;
    return { ...ended, engine, model, outcome };
  } catch (error) {
    const problem = toLoamError(error);
    const epochs = curves.train.length;
    const engine = inCage('');
    if (problem.code === 'cancelled' || context.signal.aborted) {
      return { ...ended, engine, outcome: { type: 'cancelled', epochs } };
    }
    if (problem.code !== 'code-failed') throw problem;
    const facts = epochs > 0 ? { ...problem.facts, epoch: epochs } : problem.facts;
    const failed = new LoamError(problem.code, facts, { cause: problem });
    return { ...ended, engine, outcome: { type: 'failed', problem: failed, epochs } };
  }
}

function inCage(on: string): EngineChoice {
  const why = `Code of a notebook trained it, in a cage of its own${on ? `, with ${on}` : ''}.`;
  return { backend: 'cage', why, measured: [] };
}

/** What the function reports becomes the run's curves; an epoch whose loss is no number leaves no point. */
function following(
  { trainer }: NetworkJob,
  curves: CurveValues,
  { progress }: Context,
): (report: FitReport) => void {
  return ({ train, validation }) => {
    if (!Number.isFinite(train) || curves.train.length >= MOST_EPOCHS) return;
    addToCurves(curves, { train, validation }, null);
    const epoch = curves.train.length;
    const epochs = Math.max(trainer.epochs, epoch);
    const report = { epoch, epochs, train, validation, secondsLeft: 0 };
    progress({ type: 'epoch', report, metric: null });
  };
}

interface Measured {
  train: number;
  validation: number | null;
  metric: number | null;
}

function learntModel(
  input: TrainingInput,
  prepared: Prepared,
  plan: NetworkPlan,
  weights: Float32Array,
): RecipeResult['model'] {
  const { layers, tensors } = namedLayers(plan, weights);
  return modelOf(input, prepared, { type: 'layers', layers }, writeSafetensors(tensors));
}

function measure(
  input: TrainingInput,
  prepared: Prepared,
  plan: NetworkPlan,
  weights: Float32Array,
): Measured {
  const { job } = prepared;
  const { layers, tensors } = namedLayers(plan, weights);
  const pass = makeForwardPass(layers, new Map(tensors.map((tensor) => [tensor.name, tensor])));
  const outputsOf = (rows: Float32Array) => Float32Array.from(pass.run(rows));
  const { train, validation } = job;
  const outputs = validation && outputsOf(validation.inputs);
  const sound = outputs?.every(Number.isFinite) ?? false;
  return {
    train: meanLoss(job.loss, outputsOf(train.inputs), train),
    validation: validation && meanLoss(job.loss, outputs!, validation),
    metric: sound ? watchMetric(input.task, prepared)(outputs!) : null,
  };
}

/** The last point of each curve is of the weights that came back, measured here. */
function settle(
  curves: CurveValues,
  measured: Measured,
  { trainer }: NetworkJob,
  { progress }: Context,
): void {
  for (const values of [curves.train, curves.validation, curves.metricValidation]) values.pop();
  addToCurves(curves, measured, measured.metric);
  const { train, validation, metric } = measured;
  const epoch = curves.train.length;
  const epochs = Math.max(trainer.epochs, epoch);
  progress({ type: 'epoch', report: { epoch, epochs, train, validation, secondsLeft: 0 }, metric });
}
