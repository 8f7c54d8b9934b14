/** Our own engines: exact, with the same bits everywhere, and fast, with fused multiply-add. */
import { LoamError } from '../../../core/errors';
import type { Engine, EngineModule, EngineProvider, NetworkJob, TrainJob } from '../engine';
import { canCompile, moduleFrom } from './load-module';
import { netsModule, type NetsMode } from './nets/nets-module';
import { startNet } from './nets/session';
import { stepWork } from './nets/step-work';
import { hasThreads, spawnWorker, type SpawnThread } from './threads';
import { startTrees } from './trees/session';
import { treesModule } from './trees/trees-module';

export interface FusedOptions {
  /** Compiled code to run in place of this build's own, for jobs of either kind. */
  module?: Uint8Array | null;
  /** How many threads train a net together at most, 1 by default; trees grow on one. */
  threads?: number;
  /** Multiplications of one step's forward pass from which threads join. Default: 4 million. */
  leastWork?: number;
  /** What starts threads; by default workers, where memory can be shared. */
  spawn?: SpawnThread | null;
}

/** Nets and trees. @param now milliseconds from any origin */
export function exactProvider(now: () => number, options: FusedOptions = {}): EngineProvider {
  return fusedProvider('exact', now, options);
}

/** Nets only. Opens where relaxed SIMD compiles. */
export function fastProvider(now: () => number, options: FusedOptions = {}): EngineProvider {
  return fusedProvider('fast', now, options);
}

/** About half a millisecond on one thread: threads wait for each other a dozen times in a step. */
const LEAST_WORK = 4e6;

function fusedProvider(name: NetsMode, now: () => number, options: FusedOptions): EngineProvider {
  const { module: given = null, spawn = hasThreads() ? spawnWorker : null } = options;
  const { threads: most = 1, leastWork = LEAST_WORK } = options;
  const threadsFor = (job: NetworkJob) =>
    most > 1 && spawn && stepWork(job) >= leastWork ? most : 1;
  return {
    name,
    supports: ({ type }) => type === 'network' || name === 'exact',
    async open(): Promise<Engine> {
      const nets = given ? moduleFrom(given) : await netsModule(name);
      const trees = given ? nets : await treesModule();
      if (!(await canCompile(nets))) {
        const reason =
          name === 'fast' ? 'this browser lacks relaxed SIMD' : 'this browser lacks SIMD';
        throw new LoamError('engine-unavailable', { backend: name, reason });
      }
      const moduleFor = (job: TrainJob): EngineModule =>
        job.type === 'trees' ? trees : { ...nets, threads: threadsFor(job) };
      return {
        name,
        adapter: null,
        moduleFor,
        start(job, from = null) {
          return job.type === 'trees'
            ? startTrees(job, trees, from, now)
            : startNet(job, nets, from, { now, threads: threadsFor(job), spawn });
        },
        memory: () => ({ tensors: 0, bytes: 0 }),
      };
    },
    forget: () => undefined,
  };
}
