/**
 * Where threads wait for each other, and for work. A thread spins for a while, since the others mostly arrive
 * within microseconds, then sleeps. Alone, nobody waits.
 */
import { Gate, Step } from './program';

const SPINS = 2000;

/** Returns when all threads are here. */
export function meet(step: Step): void {
  const threads = step.threads;
  if (threads == 1) return;
  const arrived = step.gate + offsetof<Gate>('arrived');
  const generation = step.gate + offsetof<Gate>('generation');
  const now = atomic.load<u32>(generation);
  if (atomic.add<u32>(arrived, 1) == threads - 1) {
    atomic.store<u32>(arrived, 0);
    atomic.add<u32>(generation, 1);
    atomic.notify(generation, -1);
    return;
  }
  awaitChange(generation, now);
}

/** Returns once the word is no longer `from`. */
export function awaitChange(word: usize, from: u32): void {
  for (let spin = 0; spin < SPINS; spin++) if (atomic.load<u32>(word) != from) return;
  while (atomic.load<u32>(word) == from) atomic.wait<i32>(word, from, -1);
}
