/**
 * How work is split: thread t of n takes items total * t / n up to total * (t + 1) / n. Which thread makes an
 * element never changes how it is made.
 */
import { Step } from './program';

/** Operations that are worth a thread of their own. */
const LEAST_WORK: u64 = 16384;

/** How many threads share `work` operations; the others have nothing to do. */
export function hands(step: Step, work: u64): u32 {
  if (step.threads == 1) return 1;
  return <u32>min<u64>(step.threads, max<u64>(1, work / LEAST_WORK));
}

/** First item of a thread's share. That of the next thread ends it. */
export function shareOf(total: u32, thread: u32, sharing: u32): u32 {
  return <u32>((<u64>total * <u64>min(thread, sharing)) / <u64>sharing);
}
