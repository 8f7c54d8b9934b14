/**
 * Which engine trains a job. A named one is used or refused. 'auto' times exact mode on the job itself; only
 * where that would take long is WebGPU tried as well, and taken where it is clearly quicker. Choices are
 * remembered per device and shape of the job.
 */
import { isLoamError, LoamError, toLoamError } from '../../core/errors';
import type { EngineChoice } from '../../core/log/types';
import type { EngineName, EnginePolicy } from '../../core/recipe/types';
import type { Engine, EngineProvider, TrainJob } from './engine';

export interface ChosenEngine {
  engine: Engine;
  choice: EngineChoice;
}

/** Remembers what 'auto' chose, by shape of the job; one per device, the caller's to keep. */
export interface ChoiceMemory {
  get(shape: string): Promise<EngineChoice | undefined> | EngineChoice | undefined;
  set(shape: string, choice: EngineChoice): unknown;
  delete(shape: string): unknown;
}

/** Time that each candidate may take for timed steps after its warm-up, in milliseconds. */
const BUDGET_MS = 300;
const MOST_STEPS = 2000;
/** Exact mode is taken unseen by others where all epochs take no longer than this. */
const SHORT_MS = 3000;
/** How many times quicker WebGPU must be. */
const LEAST_LEAD = 1.5;

export const ENGINE_LABEL: Readonly<Record<EngineName, string>> = {
  exact: 'Exact mode',
  fast: 'Fast mode',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'TensorFlow.js WASM',
  cpu: 'TensorFlow.js CPU',
};

export interface Pace {
  msPerStep: number;
  stepsPerEpoch: number;
}

/** Milliseconds per step of this very job, after warm-up. */
export async function measureEngine(engine: Engine, job: TrainJob): Promise<Pace> {
  const session = await engine.start(job);
  const { stepsPerEpoch } = session;
  try {
    // The first step compiles, the second tells how long one takes.
    await session.measure(1);
    const second = await session.measure(1);
    // Work that is done in no time need not be timed any better.
    if (second * stepsPerEpoch * job.trainer.epochs < SHORT_MS / 4) {
      return { msPerStep: second, stepsPerEpoch };
    }
    const steps = Math.min(MOST_STEPS, Math.floor(BUDGET_MS / Math.max(second, 0.001)));
    const msPerStep = steps < 3 ? second : await session.measure(steps);
    return { msPerStep, stepsPerEpoch };
  } finally {
    session.dispose();
  }
}

/** @throws LoamError `engine-unavailable` when the named engine, or every candidate, fails to open */
export async function chooseEngine(
  providers: EngineProvider[],
  policy: EnginePolicy,
  job: TrainJob,
  memory: ChoiceMemory = new Map(),
): Promise<ChosenEngine> {
  if (policy !== 'auto') return openNamed(providers, policy, job);
  const key = shapeKey(job, providers);
  const known = await memory.get(key);
  if (known) {
    const provider = providers.find(({ name }) => name === known.backend);
    try {
      if (provider) return { engine: await provider.open('auto'), choice: known };
    } catch {
      await memory.delete(key);
    }
  }
  const chosen = await chooseQuickest(providers, job);
  await memory.set(key, chosen.choice);
  return chosen;
}

/** What decides how long a step takes: the model, the batch, the loss and the order of magnitude of the rows. */
function shapeKey(job: TrainJob, providers: EngineProvider[]): string {
  const { batch, epochs } = job.trainer;
  const rows = 32 - Math.clz32(job.train.count);
  const model = job.type === 'network' ? job.network : [job.model, job.inputs, job.outputs];
  return JSON.stringify([providers.map(({ name }) => name), model, job.loss, batch, epochs, rows]);
}

async function openNamed(
  providers: EngineProvider[],
  policy: EngineName,
  job: TrainJob,
): Promise<ChosenEngine> {
  const provider = providers.find(({ name }) => name === policy);
  const refuse = (reason: string) =>
    new LoamError('engine-unavailable', { backend: ENGINE_LABEL[policy], reason });
  if (!provider) throw refuse('it is not part of this program');
  if (!provider.supports(job)) throw refuse('it cannot train this kind of model');
  const engine = await provider.open(policy);
  const why = `${ENGINE_LABEL[policy]}, because the recipe names it.`;
  return { engine, choice: { backend: policy, why, measured: [] } };
}

interface Candidate extends Pace {
  engine: Engine;
}

async function chooseQuickest(providers: EngineProvider[], job: TrainJob): Promise<ChosenEngine> {
  const able = providers.filter((provider) => provider.supports(job));
  const refused: string[] = [];
  const tryOut = (provider: EngineProvider | undefined) => candidate(provider, job, refused);
  const exact = await tryOut(able.find(({ name }) => name === 'exact'));
  if (exact) {
    const total = exact.msPerStep * exact.stepsPerEpoch * job.trainer.epochs;
    if (total <= SHORT_MS) return chosen(exact, [], refused, `at most ${inSeconds(total)} in all`);
    const gpu = await tryOut(able.find(({ name }) => name === 'webgpu'));
    if (!gpu) return chosen(exact, [], refused, `at most ${inSeconds(total)} in all`);
    return exact.msPerStep / gpu.msPerStep >= LEAST_LEAD
      ? chosen(gpu, [exact], refused, `${times(exact, gpu)} as quick as exact mode`)
      : chosen(exact, [gpu], refused, `WebGPU is ${times(exact, gpu)} as quick`);
  }
  // Models that exact mode does not know: the quickest of the others.
  const others: Candidate[] = [];
  for (const provider of able) {
    if (provider.name === 'exact' || provider.name === 'fast') continue;
    const found = await tryOut(provider);
    if (found) others.push(found);
  }
  others.sort((a, b) => a.msPerStep - b.msPerStep);
  const [best, ...rest] = others;
  if (!best) {
    throw new LoamError('engine-unavailable', { backend: 'auto', reason: refused.join(', ') });
  }
  return chosen(best, rest, refused, 'the quickest that knows this model');
}

/** Null where it does not open; why is added to `refused`. */
async function candidate(
  provider: EngineProvider | undefined,
  job: TrainJob,
  refused: string[],
): Promise<Candidate | null> {
  if (!provider) return null;
  try {
    const engine = await provider.open('auto');
    return { engine, ...(await measureEngine(engine, job)) };
  } catch (error) {
    const problem = toLoamError(error);
    if (isLoamError(problem, 'engine-lost')) provider.forget();
    refused.push(
      `${ENGINE_LABEL[provider.name]} (${String(problem.facts.reason ?? problem.code)})`,
    );
    return null;
  }
}

function chosen(
  best: Candidate,
  others: Candidate[],
  refused: string[],
  reason: string,
): ChosenEngine {
  const { engine, msPerStep } = best;
  const measured = [best, ...others].map((each) => ({
    backend: each.engine.name,
    msPerStep: each.msPerStep,
  }));
  const lead = `${ENGINE_LABEL[engine.name]}: ${shortMs(msPerStep)} ms per step of this recipe, ${reason}.`;
  const left = refused.length > 0 ? ` Not used: ${refused.join(', ')}.` : '';
  return { engine, choice: { backend: engine.name, why: lead + left, measured } };
}

function shortMs(ms: number): string {
  return ms < 0.1 ? ms.toPrecision(1) : ms < 10 ? ms.toFixed(2) : ms.toFixed(0);
}

function inSeconds(ms: number): string {
  return ms < 1000 ? 'a second' : `${Math.round(ms / 1000)} s`;
}

function times(exact: Pace, gpu: Pace): string {
  return `${(exact.msPerStep / gpu.msPerStep).toFixed(1)} times`;
}
