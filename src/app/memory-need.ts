/** What the training in a draft needs of memory beside what this device has for it. */
import { estimateMemory } from '../ml/train/estimate-memory';
import type { LearnSession } from './learn-session.svelte';

export interface MemoryNeed {
  /** About, in exact mode. */
  bytes: number;
  /** What a training can have at most. */
  limit: number;
}

const GIB = 2 ** 30;
/** What 32-bit WebAssembly can address, and what is assumed of a device that does not say. */
const MOST = 4 * GIB;

/** Null where nothing is trained, or nothing can be said yet. */
export function memoryNeed(
  { task, recipe, profile, reading: { trainRows, inputs, outputs } }: LearnSession,
  /** GiB, where the browser tells. */
  deviceMemory = (navigator as { deviceMemory?: number }).deviceMemory,
): MemoryNeed | null {
  if (!task || !recipe || !profile || inputs.count === 0) return null;
  const bytes = estimateMemory(recipe.model, recipe.trainer, {
    kind: task.kind,
    train: trainRows,
    validation: Math.round(profile.rows * task.validation),
    inputs: inputs.count,
    outputs,
  });
  return bytes === null ? null : { bytes, limit: Math.min(MOST, (deviceMemory ?? 4) * GIB) };
}
