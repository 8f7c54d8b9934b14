/** Engines whose outputs are given, for what the loop and the choice do around them. */
import { LoamError } from '../../src/core/errors';
import type { EngineName } from '../../src/core/recipe/types';
import type {
  Engine,
  EngineProvider,
  Session,
  SessionState,
  TrainJob,
} from '../../src/ml/engine/engine';
import { meanLoss } from '../../src/ml/train/loss';

export interface FakeScript {
  /** Default: cpu. */
  name?: EngineName;
  msPerStep?: number;
  /** Logit of every validation row after each epoch; the last one repeats. Default 0. */
  validationLogits?: number[];
  /** Logit of every train row in each epoch; the last one repeats. Default 0. */
  trainLogits?: number[];
  /** The epoch in which the device is lost, once, or each time it comes to it. */
  lostIn?: number;
  lostAlways?: boolean;
  /** Instead of opening. */
  refuses?: string;
  /** Models that it does not know. */
  knows?: (job: TrainJob) => boolean;
}

export interface FakeProvider extends EngineProvider {
  /** What happened, in order. */
  calls: string[];
}

export function fakeProvider(script: FakeScript = {}): FakeProvider {
  const { name = 'cpu', knows = () => true } = script;
  const calls: string[] = [];
  return {
    name,
    calls,
    supports: knows,
    open(policy) {
      calls.push(`open ${policy}`);
      const { refuses: reason } = script;
      return reason === undefined
        ? Promise.resolve(fakeEngine(script, calls))
        : Promise.reject(new LoamError('engine-unavailable', { backend: name, reason }));
    },
    forget: () => void calls.push('forget'),
  };
}

export function fakeEngine(script: FakeScript = {}, calls: string[] = []): Engine {
  return {
    name: script.name ?? 'cpu',
    adapter: null,
    moduleFor: () => null,
    start(job, from) {
      if (from) calls.push(`resume in epoch ${from.epoch}`);
      return Promise.resolve(fakeSession(job, script, calls, from ?? null));
    },
    memory: () => ({ tensors: 0, bytes: 0 }),
  };
}

/** What is learnt is one number: the epoch it was kept in. */
function fakeSession(
  job: TrainJob,
  script: FakeScript,
  calls: string[],
  from: SessionState | null,
): Session {
  let epoch = from ? from.epoch - 1 : 0;
  let kept = (from?.arrays.kept as Float32Array | undefined)?.[0] ?? null;
  const logits = (values: number[] | undefined, rows: number) =>
    new Float32Array(rows).fill(values?.[Math.min(epoch, values.length) - 1] ?? 0);
  return {
    stepsPerEpoch: 1,
    async epoch(number, breathe) {
      if (!(await breathe())) return null;
      epoch = number;
      if (script.lostIn === number) {
        if (!script.lostAlways) delete script.lostIn;
        throw new LoamError('engine-lost', { backend: script.name ?? 'cpu' });
      }
      const { train, validation, loss } = job;
      return {
        train: meanLoss(loss, logits(script.trainLogits, train.count), train),
        validation: validation && logits(script.validationLogits, validation.count),
      };
    },
    measure: () => Promise.resolve(script.msPerStep ?? 1),
    keep: () => void (kept = epoch),
    learnt: () =>
      Promise.resolve({
        network: { type: 'constant', output: [kept ?? epoch] },
        tensors: [{ name: 'epoch', shape: [1], values: Float32Array.of(kept ?? epoch) }],
      }),
    save: () =>
      Promise.resolve({
        epoch: epoch + 1,
        step: 0,
        arrays: (kept === null ? {} : { kept: Float32Array.of(kept) }) as SessionState['arrays'],
      }),
    dispose: () => void calls.push('dispose'),
  };
}
