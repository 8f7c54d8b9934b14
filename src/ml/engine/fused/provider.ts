/** Our own engines: exact, with the same bits everywhere, and fast, with fused multiply-add. */
import { LoamError } from '../../../core/errors';
import type { Engine, EngineProvider } from '../engine';
import { canCompile } from './load-module';
import { netsModule, type NetsMode } from './nets/nets-module';
import { startNet } from './nets/session';
import { treesProvider } from './trees/provider';

/** Nets and trees. @param now milliseconds from any origin */
export function exactProvider(now: () => number): EngineProvider {
  const nets = netsProvider('exact', now);
  const trees = treesProvider(now);
  return {
    name: 'exact',
    supports: (job) => (job.type === 'trees' ? trees : nets).supports(job),
    async open(policy): Promise<Engine> {
      const [forNets, forTrees] = await Promise.all([nets.open(policy), trees.open(policy)]);
      return {
        ...forNets,
        start: (job, from) => (job.type === 'trees' ? forTrees : forNets).start(job, from),
      };
    },
    forget: () => undefined,
  };
}

/** Nets only. Opens where relaxed SIMD compiles. */
export function fastProvider(now: () => number): EngineProvider {
  return netsProvider('fast', now);
}

function netsProvider(name: NetsMode, now: () => number): EngineProvider {
  return {
    name,
    supports: (job) => job.type === 'network',
    async open(): Promise<Engine> {
      const module = await netsModule(name);
      if (!(await canCompile(module))) {
        const reason = 'this browser lacks relaxed SIMD';
        throw new LoamError('engine-unavailable', { backend: name, reason });
      }
      return {
        name,
        adapter: null,
        module,
        start(job, from = null) {
          if (job.type !== 'network') throw new LoamError('internal', { message: 'not a net' });
          return startNet(job, module, from, now);
        },
        memory: () => ({ tensors: 0, bytes: 0 }),
      };
    },
    forget: () => undefined,
  };
}
