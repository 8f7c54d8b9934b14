/** The engine that a runner stands for. */
import type { Engine } from '../../../../src/ml/engine/engine';
import { exactProvider, fastProvider } from '../../../../src/ml/engine/fused/provider';
import { hasThreads } from '../../../../src/ml/engine/fused/threads';
import type { RunnerName } from './protocol';

const now = (): number => performance.now();

/**
 * @throws LoamError `engine-unavailable` where this browser cannot run it
 * @throws Error where it cannot share memory between threads, or the runner is not one of ours
 */
export async function openEngine(name: RunnerName): Promise<Engine> {
  switch (name) {
    case 'exact':
      return exactProvider(now).open('exact');
    case 'fast':
      return fastProvider(now).open('fast');
    case 'exact, two threads':
      if (!hasThreads()) throw new Error('the page is not cross-origin isolated');
      return exactProvider(now, { threads: 2, leastWork: 0 }).open('exact');
    default:
      throw new Error(`no engine of ours is called ${name}`);
  }
}
