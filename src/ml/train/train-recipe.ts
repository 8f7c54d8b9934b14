/**
 * One recipe from prepared rows to a model, on the engine that its policy names or a measurement picks.
 * Nothing is stored here: the caller gets bytes and objects, and links them.
 */
import { isLoamError, LoamError } from '../../core/errors';
import type { EngineChoice } from '../../core/log/types';
import type { EnginePolicy } from '../../core/recipe/types';
import {
  chooseEngine,
  ENGINE_LABEL,
  type ChoiceMemory,
  type ChosenEngine,
} from '../engine/choose-engine';
import type { EngineProvider, Learnt, TrainJob } from '../engine/engine';
import { writeSafetensors } from '../formats/safetensors';
import { baselineOutput } from './baseline';
import { meanLoss } from './loss';
import { prepareTraining, type Prepared, type TrainingInput } from './prepare';
import {
  addToCurves,
  emptyCurves,
  modelOf,
  type CurveValues,
  type RecipeEvent,
  type RecipeResult,
  type TrainedModel,
} from './recipe-result';
import { trainByCode, type Fit } from './train-by-code';
import {
  trainSession,
  type LoopState,
  type TrainCallbacks,
  type Trained,
  type TrainEffects,
} from './train-session';
import { watchMetric } from './watch-metric';

/** Where a training stands between two steps: enough to go on in another worker, another day. */
export interface TrainingState {
  engine: EngineChoice;
  /** Digest of the code of an engine of ours. */
  module: string | null;
  loop: LoopState;
  curves: CurveValues;
}

export interface RecipeEffects extends TrainEffects {
  /** What 'auto' chose before on this device. */
  choices?: ChoiceMemory;
  /** Runs the function that a code recipe names. Default: there is no cage here. */
  fit?: Fit;
}

export interface RecipeContext {
  signal: AbortSignal;
  progress(event: RecipeEvent): void;
  /** Where this very recipe stood when it was interrupted; epochs before it are not reported again. */
  from?: TrainingState | null;
  checkpoint?(state: TrainingState): Promise<void>;
}

/** @throws LoamError what `prepareTraining` refuses, and `engine-unavailable` */
export async function trainRecipe(
  input: TrainingInput,
  providers: EngineProvider[],
  context: RecipeContext,
  effects: RecipeEffects,
): Promise<RecipeResult> {
  context.progress({ type: 'stage', label: 'Preparing rows' });
  const prepared = prepareTraining(input);
  const { recipe } = input;
  if (recipe.format === 'loam.recipe/2') {
    return trainByCode(input, recipe.code, prepared, context, effects.fit);
  }
  return recipe.model.kind === 'baseline'
    ? trainBaseline(input, prepared, context)
    : trainModel(input, recipe.engine, prepared, providers, context, effects);
}

/** An engine that the recipe names is opened again this often in a row when it got no further. */
const MOST_LOSSES = 3;

function trainBaseline(
  input: TrainingInput,
  prepared: Prepared,
  context: RecipeContext,
): RecipeResult {
  const { job } = prepared;
  if (job.type !== 'network') throw new LoamError('internal', { message: 'baseline of trees' });
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
    module: null,
  };
}

async function trainModel(
  input: TrainingInput,
  policy: EnginePolicy,
  prepared: Prepared,
  providers: EngineProvider[],
  context: RecipeContext,
  effects: RecipeEffects,
): Promise<RecipeResult> {
  const { job } = prepared;
  const { checkpoint } = context;
  let available = providers;
  let before = '';
  let losses = 0;
  let from = context.from ?? null;
  for (;;) {
    const { engine, choice } = await engineFor(
      policy,
      job,
      available,
      from,
      before,
      context,
      effects,
    );
    const code = engine.moduleFor(job)?.digest ?? null;
    // What other code of the same engine has begun, this code does not end.
    if (from && from.engine.backend === engine.name && from.module !== code) from = null;
    context.progress({ type: 'engine', engine: choice });
    context.progress({ type: 'stage', label: 'Training' });
    const curves = from ? structuredClone(from.curves) : emptyCurves(input);
    let latest = from;
    const callbacks: TrainCallbacks = {
      ...followEpochs(input, prepared, curves, context),
      async checkpoint(loop) {
        latest = { engine: choice, module: code, loop, curves: structuredClone(curves) };
        await checkpoint?.(latest);
      },
    };
    try {
      const trained = await trainSession(engine, job, callbacks, effects, from?.loop ?? null);
      const { adapter } = engine;
      const module = engine.moduleFor(job);
      return { ...resultOf(input, prepared, trained), curves, engine: choice, adapter, module };
    } catch (error) {
      // What is on a lost device is gone; the last checkpoint is not.
      if (!isLoamError(error, 'engine-lost')) throw error;
      const lost = available.find(({ name }) => name === engine.name);
      lost?.forget();
      losses = latest === from ? losses + 1 : 1;
      if (policy === 'auto') {
        available = available.filter((provider) => provider !== lost);
      } else if (losses >= MOST_LOSSES) throw error;
      before = `${ENGINE_LABEL[engine.name]} was lost while training. `;
      from = latest;
    }
  }
}

/** The engine that the training began with, where it goes on and that one still opens; else a choice. */
async function engineFor(
  policy: EnginePolicy,
  job: TrainJob,
  available: EngineProvider[],
  from: TrainingState | null,
  before: string,
  { progress }: RecipeContext,
  { choices }: RecipeEffects,
): Promise<ChosenEngine> {
  const began = available.find(
    (provider) => provider.name === from?.engine.backend && provider.supports(job),
  );
  if (from && began) {
    try {
      return { engine: await began.open(policy), choice: from.engine };
    } catch (error) {
      if (policy !== 'auto') throw error;
      before = `${ENGINE_LABEL[began.name]} is not there any more. `;
    }
  }
  progress({ type: 'stage', label: 'Choosing an engine' });
  const { engine, choice } = await chooseEngine(available, policy, job, choices);
  return { engine, choice: { ...choice, why: before + choice.why } };
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

function resultOf(
  input: TrainingInput,
  prepared: Prepared,
  { learnt, ...facts }: Trained,
): Pick<RecipeResult, 'outcome' | 'model'> {
  const model = learnt && learntModel(input, prepared, learnt);
  if (facts.type === 'finished') return { outcome: facts, model };
  const { epochs } = facts;
  if (facts.type === 'cancelled') return { outcome: { type: 'cancelled', epochs }, model };
  const problem = new LoamError(facts.code, { epoch: epochs });
  return { outcome: { type: 'failed', problem, epochs }, model };
}

function learntModel(input: TrainingInput, prepared: Prepared, learnt: Learnt): TrainedModel {
  return modelOf(input, prepared, learnt.network, writeSafetensors(learnt.tensors));
}
