/**
 * An engine whose weights remember every step in order: one too many, one left out or one taken twice gives
 * other weights. It keeps its state as engines do, and can be stopped before any step.
 */
import type { EngineName } from '../../src/core/recipe/types';
import { digestOf } from '../../src/core/hash/digest';
import type {
  EngineProvider,
  Learnt,
  Session,
  SessionState,
  TrainJob,
} from '../../src/ml/engine/engine';

export interface CountingScript {
  /** Default exact. */
  name?: EngineName;
  /** Default none, as engines of others. */
  module?: Uint8Array;
  /** Steps of an epoch; default 4. */
  steps?: number;
  /** Runs before each step: may throw, or never resolve, as a killed worker. */
  before?: (epoch: number, step: number) => void | Promise<void>;
}

export interface CountingProvider extends EngineProvider {
  /** Steps done in all sessions but those that only measured. */
  done: number;
  forgotten: number;
}

export function countingProvider(script: CountingScript = {}): CountingProvider {
  const { name = 'exact', module } = script;
  const provider: CountingProvider = {
    name,
    done: 0,
    forgotten: 0,
    supports: () => true,
    forget: () => void provider.forgotten++,
    open: () =>
      Promise.resolve({
        name,
        adapter: null,
        moduleFor: () => (module ? { bytes: module, digest: digestOf(module), threads: 2 } : null),
        start: (job, from) =>
          Promise.resolve(session(job, script, from ?? null, () => provider.done++)),
        memory: () => ({ tensors: 0, bytes: 0 }),
      }),
  };
  return provider;
}

function session(
  job: TrainJob,
  { steps = 4, before }: CountingScript,
  from: SessionState | null,
  did: () => void,
): Session {
  if (job.type !== 'network') throw new Error('it counts steps of networks');
  const inputs = job.network.input[0]!;
  const { epoch = 1, step = 0 } = from ?? {};
  const at = { epoch, step };
  let weight = from?.arrays.weights?.[0] ?? 0;
  let kept = from?.arrays.kept?.[0] ?? null;
  return {
    stepsPerEpoch: steps,
    async epoch(number, breathe) {
      if (at.epoch !== number) Object.assign(at, { epoch: number, step: 0 });
      while (at.step < steps) {
        if (!(await breathe())) return null;
        await before?.(number, at.step);
        weight = Math.fround(weight * 0.75 + number + at.step * 0.125);
        at.step++;
        did();
      }
      const loss = Math.fround(1 + 1 / number + (weight % 1) / 100);
      const validation = job.validation && new Float32Array(job.validation.count).fill(-1 / number);
      return { train: loss, validation };
    },
    measure: () => Promise.resolve(1),
    keep: () => void (kept = weight),
    learnt: () => Promise.resolve(learnt(inputs, kept ?? weight)),
    save: () =>
      Promise.resolve({
        ...at,
        arrays: {
          weights: Float32Array.of(weight),
          ...(kept === null ? {} : { kept: Float32Array.of(kept) }),
        },
      }),
    dispose: () => undefined,
  };
}

function learnt(inputs: number, weight: number): Learnt {
  const layer = { inputs, outputs: 1, activation: 'linear' } as const;
  return {
    network: { type: 'layers', layers: [{ layer: 'dense', kernel: 'k', bias: 'b', ...layer }] },
    tensors: [
      { name: 'k', shape: [inputs, 1], values: new Float32Array(inputs).fill(weight) },
      { name: 'b', shape: [1], values: Float32Array.of(weight) },
    ],
  };
}
