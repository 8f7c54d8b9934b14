/**
 * The training loop, the same for every engine: passes over train, early stopping on validation with the
 * best weights kept, cancellation, and a stop when the loss is no number any more.
 */
import type { Engine, Session, TrainJob } from '../engine/engine';
import { meanLoss } from './loss';

export interface EpochReport {
  /** From 1. */
  epoch: number;
  epochs: number;
  /** Mean loss over the epoch's batches, each as of its own step. */
  train: number;
  /** Mean loss on validation after the epoch; null without validation. */
  validation: number | null;
  /** Network outputs on validation, [rows, outputs]; null without validation. */
  outputs: Float32Array | null;
  secondsLeft: number;
}

export interface TrainEffects {
  /** Milliseconds from any origin. */
  now(): number;
  /** Lets messages arrive; resolves soon. */
  pause(): Promise<void>;
}

export interface TrainCallbacks {
  signal: AbortSignal;
  epoch(report: EpochReport): void;
}

export type Trained =
  | {
      type: 'finished';
      weights: Float32Array;
      epochs: number;
      bestEpoch: number;
      stoppedEarly: boolean;
    }
  /** `weights`: the best so far; null when no epoch was complete. */
  | { type: 'cancelled'; weights: Float32Array | null; epochs: number; bestEpoch: number }
  | { type: 'failed'; code: 'loss-not-finite'; epochs: number };

/** Milliseconds of work between two looks at the message queue. */
const BREATH_MS = 40;
/** An epoch must lower the best validation loss by this share to count as an improvement. */
const LEAST_GAIN = 1e-4;

/** @throws LoamError `engine-lost` */
export async function trainNetwork(
  engine: Engine,
  job: TrainJob,
  callbacks: TrainCallbacks,
  effects: TrainEffects,
): Promise<Trained> {
  const session = await engine.start(job);
  try {
    return await runEpochs(session, job, callbacks, effects);
  } finally {
    session.dispose();
  }
}

async function runEpochs(
  session: Session,
  job: TrainJob,
  { signal, epoch: report }: TrainCallbacks,
  effects: TrainEffects,
): Promise<Trained> {
  const { epochs, patience } = job.trainer;
  const started = effects.now();
  let breath = started;
  const breathe = async (): Promise<boolean> => {
    if (effects.now() - breath >= BREATH_MS) {
      await effects.pause();
      breath = effects.now();
    }
    return !signal.aborted;
  };

  let best = Infinity;
  let bestEpoch = 0;
  let lastGain = 0;
  let done = 0;
  while (done < epochs) {
    const outputs = (await breathe()) ? await session.epoch(done + 1, breathe) : null;
    if (!outputs) {
      const weights = done === 0 ? null : await session.weights();
      return { type: 'cancelled', weights, epochs: done, bestEpoch };
    }
    done++;
    const train = meanLoss(job.loss, outputs.train, job.train, outputs.order);
    const validation = job.validation
      ? meanLoss(job.loss, outputs.validation!, job.validation)
      : null;
    const seconds = (effects.now() - started) / 1000;
    report({
      epoch: done,
      epochs,
      train,
      validation,
      outputs: outputs.validation,
      secondsLeft: (seconds / done) * (epochs - done),
    });
    if (!Number.isFinite(train) || (validation !== null && !Number.isFinite(validation))) {
      return { type: 'failed', code: 'loss-not-finite', epochs: done };
    }
    if (validation === null) {
      bestEpoch = done;
      continue;
    }
    if (validation < best * (1 - LEAST_GAIN)) lastGain = done;
    if (validation < best) {
      best = validation;
      bestEpoch = done;
      session.keep();
    }
    if (patience !== null && done - lastGain >= patience) break;
  }
  const weights = await session.weights();
  return { type: 'finished', weights, epochs: done, bestEpoch, stoppedEarly: done < epochs };
}
