/** Trees as an engine: exact, on one thread, everywhere that has WebAssembly with SIMD. */
import { LoamError } from '../../../../core/errors';
import type { Engine, EngineProvider } from '../../engine';
import { startTrees } from './session';
import { treesModule } from './trees-module';

/** @param now milliseconds from any origin */
export function treesProvider(now: () => number): EngineProvider {
  return {
    name: 'exact',
    supports: (job) => job.type === 'trees',
    async open(): Promise<Engine> {
      const module = await treesModule();
      return {
        name: 'exact',
        adapter: null,
        module,
        start(job, from = null) {
          if (job.type !== 'trees') throw new LoamError('internal', { message: 'not trees' });
          return startTrees(job, from, now);
        },
        memory: () => ({ tensors: 0, bytes: 0 }),
      };
    },
    forget: () => undefined,
  };
}
