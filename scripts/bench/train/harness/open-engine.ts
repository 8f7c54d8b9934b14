/** The engine that a runner stands for. */
import type { Engine } from '../../../../src/ml/engine/engine';
import { exactProvider, fastProvider } from '../../../../src/ml/engine/fused/provider';
import type { RunnerName } from './protocol';

const now = (): number => performance.now();

/** @throws LoamError `engine-unavailable` where this browser cannot run it */
export function openEngine(name: RunnerName): Promise<Engine> {
  switch (name) {
    case 'exact':
      return exactProvider(now).open('exact');
    case 'fast':
      return fastProvider(now).open('fast');
    default:
      return Promise.reject(new Error(`no engine of ours is called ${name}`));
  }
}
