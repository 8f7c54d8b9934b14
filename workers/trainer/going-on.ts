/**
 * One run's checkpoints: where an interrupted training goes on, and keeping where it stands now. A run that
 * is cut off again and again at the same place is given up, so that no tab dies of it forever.
 */
import { LoamError } from '../../src/core/errors';
import type { Link } from '../../src/core/hash/digest';
import type { Resumption } from '../../src/core/log/types';
import type { Hash } from '../../src/core/ports';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from '../../src/ml/train/checkpoint';
import type { TrainingState } from '../../src/ml/train/train-recipe';
import type { Checkpoints } from '../../src/storage';

/** So many times in a row a run goes on from one place. */
const MOST_TRIES = 5;

const START: Resumption = { epoch: 0, step: 0 };

export interface GoingOn {
  /** Null begins anew. */
  from: TrainingState | null;
  /** Seconds that earlier attempts took until there. */
  seconds: number;
  /** This time included. */
  resumed: Resumption[];
}

/** A run that begins, or that keeps no checkpoints. */
export const FRESH: GoingOn = { from: null, seconds: 0, resumed: [] };

function positionOf(checkpoint: Checkpoint | null): Resumption {
  if (!checkpoint) return START;
  const { done, session } = checkpoint.state.loop;
  return { epoch: done, step: session.epoch > done ? session.step : 0 };
}

function triesAt({ epoch, step }: Resumption, resumed: readonly Resumption[]): number {
  const other = resumed.findLastIndex((each) => each.epoch !== epoch || each.step !== step);
  return resumed.length - 1 - other;
}

/**
 * Where the run goes on; recorded before it does.
 * @throws LoamError `cancelled` where the person has given it up, `interrupted` where it gets no further
 */
export async function goOn(
  checkpoints: Checkpoints,
  run: string,
  recipe: Link,
  hash: Hash,
): Promise<GoingOn> {
  const stored = await checkpoints.get(run);
  if (!stored) return FRESH;
  const { bytes, resumed, cancelled } = stored;
  if (cancelled) throw new LoamError('cancelled');
  const checkpoint = bytes && (await decodeCheckpoint(bytes, recipe, hash));
  const at = positionOf(checkpoint);
  if (triesAt(at, resumed) >= MOST_TRIES) {
    const where = at.epoch === 0 ? 'from its start' : `from epoch ${at.epoch}`;
    const reason = `it went on ${where} ${MOST_TRIES} times and was cut off each time`;
    throw new LoamError('interrupted', { reason });
  }
  await checkpoints.resume(run, at);
  return {
    from: checkpoint?.state ?? null,
    seconds: checkpoint?.seconds ?? 0,
    resumed: [...resumed, at],
  };
}

/** Keeps each state in place of the one before. A store that is full costs the checkpoint, never the run. */
export function keeping(
  checkpoints: Checkpoints,
  run: string,
  recipe: Link,
  effects: { hash: Hash; seconds(): number },
): (state: TrainingState) => Promise<void> {
  return async (state) => {
    const checkpoint = { recipe, seconds: effects.seconds(), state };
    const bytes = await encodeCheckpoint(checkpoint, effects.hash);
    try {
      await checkpoints.put(run, bytes);
    } catch {
      // The training goes on; after an interruption it goes on from an earlier place.
    }
  };
}
