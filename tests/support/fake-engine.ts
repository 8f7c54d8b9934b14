/** Engines whose outputs are given, for what the loop and the choice do around them. */
import { LoamError } from '../../src/core/errors';
import type {
  Backend,
  Engine,
  EngineProvider,
  Session,
  TrainJob,
} from '../../src/ml/engine/engine';

export interface FakeScript {
  backend?: Backend;
  msPerStep?: number;
  /** Logit of every validation row after each epoch; the last one repeats. Default 0. */
  validationLogits?: number[];
  /** Logit of every train row in each epoch; the last one repeats. Default 0. */
  trainLogits?: number[];
  /** The epoch in which the device is lost. */
  lostIn?: number;
  /** Instead of opening. */
  refuses?: string;
}

export interface FakeProvider extends EngineProvider {
  /** What happened, in order. */
  calls: string[];
}

export function fakeProvider(script: FakeScript = {}): FakeProvider {
  const { backend = 'cpu' } = script;
  const calls: string[] = [];
  return {
    backend,
    calls,
    supports: () => true,
    open(policy) {
      calls.push(`open ${policy}`);
      const { refuses: reason } = script;
      return reason === undefined
        ? Promise.resolve(fakeEngine(script, calls))
        : Promise.reject(new LoamError('engine-unavailable', { backend, reason }));
    },
    forget: () => void calls.push('forget'),
  };
}

export function fakeEngine(script: FakeScript = {}, calls: string[] = []): Engine {
  const { backend = 'cpu' } = script;
  return {
    backend,
    adapter: null,
    start: (job) => Promise.resolve(fakeSession(job, script, calls)),
    memory: () => ({ tensors: 0, bytes: 0 }),
  };
}

/** Weights are one number: the epoch they were kept in. */
function fakeSession(job: TrainJob, script: FakeScript, calls: string[]): Session {
  let epoch = 0;
  let kept: number | null = null;
  const logits = (values: number[] | undefined, rows: number) =>
    new Float32Array(rows).fill(values?.[Math.min(epoch, values.length) - 1] ?? 0);
  return {
    stepsPerEpoch: 1,
    async epoch(number, breathe) {
      if (!(await breathe())) return null;
      epoch = number;
      if (script.lostIn === number) {
        throw new LoamError('engine-lost', { backend: script.backend ?? 'cpu' });
      }
      return {
        train: logits(script.trainLogits, job.train.count),
        order: Uint32Array.from({ length: job.train.count }, (_, row) => row),
        validation: job.validation && logits(script.validationLogits, job.validation.count),
      };
    },
    measure: () => Promise.resolve(script.msPerStep ?? 1),
    keep: () => void (kept = epoch),
    weights: () => Promise.resolve(Float32Array.of(kept ?? epoch)),
    dispose: () => void calls.push('dispose'),
  };
}
