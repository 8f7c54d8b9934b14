/**
 * Generators are followed: their latest value stands for them. A plain one is asked about 60 times a second,
 * an async one as soon as it has answered; between two values other work always has its turn.
 */
import { builtinOf, getPrototypeOf, settle, uncurry } from './primordials';
import { isProxy } from './proxies';

const FRAME_MS = 16;

const plainBase = builtinOf(builtinOf((function* () {})()));
const asyncBase = builtinOf(builtinOf((async function* () {})()));
const plainNext = uncurry(plainBase.next as (this: object) => IteratorResult<unknown>);
const plainReturn = uncurry(plainBase.return as (this: object) => unknown);
const asyncNext = uncurry(asyncBase.next as (this: object) => Promise<IteratorResult<unknown>>);
const asyncReturn = uncurry(asyncBase.return as (this: object) => Promise<unknown>);

export interface FollowEffects {
  later(work: () => void, milliseconds: number): void;
  value(value: unknown): void;
  failed(reason: unknown): void;
  ended(): void;
}

function kindOf(value: unknown): 'plain' | 'async' | null {
  if (typeof value !== 'object' || value === null) return null;
  for (let at: object | null = value, i = 0; at && i < 8 && !isProxy(at); i++) {
    at = getPrototypeOf(at);
    if (at === plainBase) return 'plain';
    if (at === asyncBase) return 'async';
  }
  return null;
}

export function isFollowed(value: unknown): value is object {
  return kindOf(value) !== null;
}

/** Begins at once. Answers how to stop, which lets the generator's `finally` run. */
export function follow(generator: object, effects: FollowEffects): () => void {
  let stopped = false;
  const kind = kindOf(generator);
  const failed = (reason: unknown) => {
    if (stopped) return;
    stopped = true;
    effects.failed(reason);
  };
  const took = (step: IteratorResult<unknown>, wait: number) => {
    if (stopped) return;
    if (step.done) {
      stopped = true;
      if (step.value !== undefined) effects.value(step.value);
      effects.ended();
      return;
    }
    effects.value(step.value);
    effects.later(next, wait);
  };
  function next(): void {
    if (stopped) return;
    try {
      if (kind === 'plain') took(plainNext(generator), FRAME_MS);
      else settle(asyncNext(generator), (step) => took(step, 0), failed);
    } catch (error) {
      failed(error);
    }
  }
  next();
  return () => {
    if (stopped) return;
    stopped = true;
    try {
      if (kind === 'plain') plainReturn(generator);
      else settle(asyncReturn(generator), ignore, ignore);
    } catch {
      // Its own `finally` failed, or it is running right now.
    }
  };
}

const ignore = () => undefined;
