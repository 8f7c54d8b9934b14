/**
 * Which engine trains a job. A backend named by the recipe is used or refused; 'auto' opens each
 * candidate, lets it do some of the job's own steps, and takes the quickest.
 */
import { isLoamError, LoamError, toLoamError } from '../../core/errors';
import type { EngineChoice } from '../../core/log/types';
import type { EnginePolicy } from '../../core/recipe/types';
import type { Engine, EngineProvider, TrainJob } from './engine';

export interface ChosenEngine {
  engine: Engine;
  choice: EngineChoice;
}

/** Time that each candidate may take for timed steps, in milliseconds. */
const BUDGET_MS = 200;
/** A first step slower than this is measurement enough. */
const SLOW_STEP_MS = 100;
const MOST_STEPS = 200;

const LABEL = { cpu: 'CPU', wasm: 'WebAssembly', webgpu: 'WebGPU' } as const;

/** Milliseconds per step of this very job, after warm-up. */
export async function measureEngine(engine: Engine, job: TrainJob): Promise<number> {
  const session = await engine.start(job);
  try {
    const first = await session.measure(1);
    if (first > SLOW_STEP_MS && engine.backend !== 'webgpu') return first;
    // WebGPU compiles its shaders in the first step; the second tells how long one takes.
    const second = await session.measure(1);
    if (second > SLOW_STEP_MS) return second;
    const steps = Math.max(3, Math.min(MOST_STEPS, Math.floor(BUDGET_MS / Math.max(second, 0.01))));
    return await session.measure(steps);
  } finally {
    session.dispose();
  }
}

function shortMs(ms: number): string {
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(0);
}

/** @throws LoamError `engine-unavailable` when the named backend, or every candidate, fails to open */
export async function chooseEngine(
  providers: EngineProvider[],
  policy: EnginePolicy,
  job: TrainJob,
): Promise<ChosenEngine> {
  return policy === 'auto' ? chooseQuickest(providers, job) : openNamed(providers, policy, job);
}

async function openNamed(
  providers: EngineProvider[],
  policy: Exclude<EnginePolicy, 'auto'>,
  job: TrainJob,
): Promise<ChosenEngine> {
  const provider = providers.find(({ backend }) => backend === policy);
  if (!provider) {
    throw new LoamError('engine-unavailable', {
      backend: policy,
      reason: 'not part of this program',
    });
  }
  const engine = await provider.open(policy);
  const msPerStep = await measureEngine(engine, job);
  const why = `${LABEL[policy]}, because the recipe names it: ${shortMs(msPerStep)} ms per step.`;
  return { engine, choice: { backend: policy, why, measured: [{ backend: policy, msPerStep }] } };
}

async function chooseQuickest(providers: EngineProvider[], job: TrainJob): Promise<ChosenEngine> {
  const measured: { engine: Engine; msPerStep: number }[] = [];
  const refused: string[] = [];
  for (const provider of providers) {
    if (!provider.supports(job)) continue;
    try {
      const engine = await provider.open('auto');
      measured.push({ engine, msPerStep: await measureEngine(engine, job) });
    } catch (error) {
      const problem = toLoamError(error);
      if (isLoamError(problem, 'engine-lost')) provider.forget();
      refused.push(`${LABEL[provider.backend]} (${String(problem.facts.reason ?? problem.code)})`);
    }
  }
  measured.sort((a, b) => a.msPerStep - b.msPerStep);
  const [best, ...others] = measured;
  if (!best)
    throw new LoamError('engine-unavailable', { backend: 'auto', reason: refused.join(', ') });
  const { engine, msPerStep } = best;
  const lead = `${LABEL[engine.backend]}: ${shortMs(msPerStep)} ms per step of this recipe`;
  const rest = others.map(
    (other) => `${shortMs(other.msPerStep)} on ${LABEL[other.engine.backend]}`,
  );
  const left = refused.length > 0 ? ` Not used: ${refused.join(', ')}.` : '';
  return {
    engine,
    choice: {
      backend: engine.backend,
      why: `${[lead, ...rest].join(', ')}.${left}`,
      measured: measured.map((m) => ({ backend: m.engine.backend, msPerStep: m.msPerStep })),
    },
  };
}
