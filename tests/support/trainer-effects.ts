/** What a trainer needs, in memory. */
import type { EngineProvider } from '../../src/ml/engine/engine';
import type { TrainerEffects, TrainerStore } from '../../workers/trainer/trainer';
import { digestOf } from '../../src/core/hash/digest';
import { MemoryCheckpoints } from './memory-checkpoints';
import { memoryLocal } from './memory-local';
import { type MemoryObjects } from './memory-objects';
import { loopEffects } from './training';

export function memoryStore(
  objects: MemoryObjects,
  checkpoints = new MemoryCheckpoints(),
): TrainerStore {
  return {
    objects,
    checkpoints,
    local: memoryLocal(),
    writer: () => objects,
    close: () => undefined,
  };
}

/** @param store what every workspace is */
export function trainerEffects(
  store: TrainerStore,
  providers: EngineProvider[],
  given: Partial<TrainerEffects> = {},
): TrainerEffects {
  return {
    openStore: () => Promise.resolve(store),
    providers: () => providers,
    hash: (bytes) => Promise.resolve(digestOf(bytes)),
    tfjsVersion: () => Promise.resolve('4.22.0'),
    userAgent: 'test',
    cores: 2,
    flags: (gpu) => Promise.resolve(gpu ? ['gpu'] : []),
    ...loopEffects,
    ...given,
  };
}
