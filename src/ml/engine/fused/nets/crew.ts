/** The threads of one session: the caller's own, and those that attend. */
import { loadModule, loadShared } from '../load-module';
import type { EngineModule } from '../../engine';
import type { SpawnThread, Thread } from '../threads';
import type { NetProgram } from './net-program';
import type { NetsExports } from './nets-module';

export interface Crew {
  memory: WebAssembly.Memory;
  /** See `walk` of assembly/index.ts: batches of a tape, on all threads. */
  walk(
    tape: number,
    from: number,
    count: number,
    batch: number,
    total: number,
    counts: number,
  ): void;
  /** Ends the other threads. Only between two walks. */
  dismiss(): void;
}

export async function crewOfOne(module: EngineModule, program: NetProgram): Promise<Crew> {
  const { memory, exports } = await loadModule(module, program.room.bytes);
  const { walk } = exports as unknown as NetsExports;
  const step = program.steps[0]!;
  return { memory, walk: (...batches) => walk(step, ...batches), dismiss: () => undefined };
}

/**
 * One thread for each step block of the program. Threads attend before anything is in memory: `place` puts
 * there what they read first.
 * @throws what kept a thread from starting; the others are ended
 */
export async function crewOfMany(
  module: EngineModule,
  program: NetProgram,
  spawn: SpawnThread,
  place: (memory: WebAssembly.Memory) => void,
): Promise<Crew> {
  const shared = await loadShared(module, program.room.bytes);
  const exports = shared.exports as unknown as NetsExports;
  const { memory, compiled } = shared;
  place(memory);
  const [step, ...others] = program.steps as [number, ...number[]];
  const threads: Thread[] = others.map((at) => spawn({ module: compiled, memory, step: at }));
  const end = () => {
    exports.dismiss(step);
    for (const thread of threads) thread.end();
  };
  try {
    await Promise.all(threads.map(({ ready }) => ready));
  } catch (error) {
    end();
    throw error;
  }
  return {
    memory,
    walk: (...batches) => {
      exports.walkTogether(step, ...batches);
    },
    dismiss: end,
  };
}
