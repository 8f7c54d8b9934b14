/**
 * The training loop, the same for every engine and for nets and trees: passes over train, early stopping on
 * validation with the best kept, cancellation, checkpoints between steps, and a stop when the loss is no
 * number any more.
 */
import type { Engine, Learnt, Session, SessionState, TrainJob } from '../engine/engine';
import { meanLoss } from './loss';

export interface EpochReport {
  /** From 1. */
  epoch: number;
  epochs: number;
  /** Mean loss over the epoch, see `EpochOutputs.train`. */
  train: number;
  /** Mean loss on validation after the epoch; null without validation. */
  validation: number | null;
  /** Outputs on validation, [rows, outputs]; null without validation. */
  outputs: Float32Array | null;
  secondsLeft: number;
}

/** Where the loop stands between two steps. */
export interface LoopState {
  session: SessionState;
  /** Whole epochs. */
  done: number;
  best: number | null;
  bestEpoch: number;
  lastGain: number;
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
  /** Called now and then between two steps; training waits until it has resolved. */
  checkpoint?(state: LoopState): Promise<void>;
}

export type Trained =
  | { type: 'finished'; learnt: Learnt; epochs: number; bestEpoch: number; stoppedEarly: boolean }
  /** `learnt`: the best so far; null when no epoch was complete. */
  | { type: 'cancelled'; learnt: Learnt | null; epochs: number; bestEpoch: number }
  | {
      type: 'failed';
      code: 'loss-not-finite';
      /** The best so far; null when there was none before the loss was lost. */
      learnt: Learnt | null;
      epochs: number;
      bestEpoch: number;
    };

/** Milliseconds of work between two looks at the message queue. */
const BREATH_MS = 40;
/** Milliseconds of work between two checkpoints, and how many times longer than saving takes it must be. */
const CHECKPOINT_MS = 4000;
const CHECKPOINT_SHARE = 50;
/** An epoch must lower the best validation loss by this share to count as an improvement. */
const LEAST_GAIN = 1e-4;

/**
 * @param from where an earlier loop over the same job stood; its epochs are not reported again
 * @throws LoamError `engine-lost`
 */
export async function trainSession(
  engine: Engine,
  job: TrainJob,
  callbacks: TrainCallbacks,
  effects: TrainEffects,
  from: LoopState | null = null,
): Promise<Trained> {
  const session = await engine.start(job, from?.session);
  try {
    return await runEpochs(session, job, callbacks, effects, from);
  } finally {
    session.dispose();
  }
}

async function runEpochs(
  session: Session,
  job: TrainJob,
  callbacks: TrainCallbacks,
  effects: TrainEffects,
  from: LoopState | null,
): Promise<Trained> {
  const { epochs, patience } = job.trainer;
  const quantile = job.type === 'trees' && job.model.kind === 'trees' ? job.model.quantile : 0.5;
  const started = effects.now();
  let done = from?.done ?? 0;
  let best = from?.best ?? Infinity;
  let bestEpoch = from?.bestEpoch ?? 0;
  let lastGain = from?.lastGain ?? 0;
  const startedAt = done;
  const standing = () => ({ done, best: Number.isFinite(best) ? best : null, bestEpoch, lastGain });
  const breathe = breathing(session, callbacks, effects, standing);

  while (done < epochs) {
    const outputs = (await breathe()) ? await session.epoch(done + 1, breathe) : null;
    if (!outputs) {
      const learnt = done === 0 ? null : await session.learnt();
      return { type: 'cancelled', learnt, epochs: done, bestEpoch };
    }
    done++;
    const { train } = outputs;
    const validation = job.validation
      ? meanLoss(job.loss, outputs.validation!, job.validation, null, quantile)
      : null;
    const seconds = (effects.now() - started) / 1000;
    callbacks.epoch({
      epoch: done,
      epochs,
      train,
      validation,
      outputs: outputs.validation,
      secondsLeft: (seconds / (done - startedAt)) * (epochs - done),
    });
    if (!Number.isFinite(train) || (validation !== null && !Number.isFinite(validation))) {
      const learnt = bestEpoch === 0 || validation === null ? null : await session.learnt();
      return { type: 'failed', code: 'loss-not-finite', learnt, epochs: done, bestEpoch };
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
  const learnt = await session.learnt();
  return { type: 'finished', learnt, epochs: done, bestEpoch, stoppedEarly: done < epochs };
}

/** Lets messages in now and then, saves now and then, and says whether to go on. */
function breathing(
  session: Session,
  { signal, checkpoint }: TrainCallbacks,
  effects: TrainEffects,
  standing: () => Omit<LoopState, 'session'>,
): () => Promise<boolean> {
  let breath = effects.now();
  let saved = breath;
  let wait = CHECKPOINT_MS;
  return async () => {
    const now = effects.now();
    if (now - breath >= BREATH_MS) {
      await effects.pause();
      breath = effects.now();
    }
    if (checkpoint && now - saved >= wait && !signal.aborted) {
      await checkpoint({ ...standing(), session: await session.save() });
      saved = effects.now();
      wait = Math.max(CHECKPOINT_MS, CHECKPOINT_SHARE * (saved - now));
    }
    return !signal.aborted;
  };
}
