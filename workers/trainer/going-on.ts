/**
 * One run's checkpoints: where an interrupted training goes on, and keeping where it stands now. A run that
 * is cut off again and again at the same place is given up, so that no tab dies of it forever.
 */
import { LoamError } from '../../src/core/errors';
import type { Link } from '../../src/core/hash/digest';
import type { Resumption } from '../../src/core/log/types';
import type { Hash } from '../../src/core/ports';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from '../../src/ml/train/checkpoint';
import type { RefinedState } from '../../src/ml/train/refined-state';
import type { Checkpoints } from '../../src/storage';

/** So many times in a row a run goes on from one place. */
const MOST_TRIES = 5;

const START: Resumption = { epoch: 0, step: 0 };

export interface GoingOn {
  /** Null begins anew. */
  from: RefinedState | null;
  /** Seconds that earlier attempts took until there. */
  seconds: number;
  /** This time included. */
  resumed: Resumption[];
}

/** A run that begins, or that keeps no checkpoints. */
export const FRESH: GoingOn = { from: null, seconds: 0, resumed: [] };

function positionOf(checkpoint: Checkpoint | null): Resumption {
  if (!checkpoint) return START;
  const { folds, training } = checkpoint.state;
  const after = folds ? { folds: folds.done.length } : {};
  if (!training) return { ...START, ...after };
  const { done, session } = training.loop;
  return { epoch: done, step: session.epoch > done ? session.step : 0, ...after };
}

function triesAt({ epoch, step, folds }: Resumption, resumed: readonly Resumption[]): number {
  const other = resumed.findLastIndex(
    (each) => each.epoch !== epoch || each.step !== step || each.folds !== folds,
  );
  return resumed.length - 1 - other;
}

function placeName({ epoch, folds }: Resumption): string {
  if (epoch > 0) return `from epoch ${epoch}`;
  return folds ? `after ${folds === 1 ? '1 fold' : `${folds} folds`}` : 'from its start';
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
    const reason = `it went on ${placeName(at)} ${MOST_TRIES} times and was cut off each time`;
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
): (state: RefinedState) => Promise<void> {
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
