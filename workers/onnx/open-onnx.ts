/**
 * ONNX Runtime, in a worker of its own per file: who asks never waits for it, and what a file takes of time and
 * memory is bounded, whoever made it. Loaded when something is to be run; for pages and for other workers.
 */
import { LoamError } from '../../src/core/errors';
import { spawnModule, workerClient } from '../client';
import type { OnnxAddresses, OnnxApi, OnnxValue } from './contract';

const MOST_MODEL_BYTES = 512 * 1024 * 1024;
/** Loading the runtime over a slow line, once, and the file. */
const OPEN_MS = 120_000;
/** One run; then its worker is ended. */
export const RUN_MS = 60_000;

export interface OpenedOnnx {
  inputs: readonly string[];
  outputs: readonly string[];
  /** Feeds and answers by name. @throws LoamError `model-unreadable`, `timed-out`, `worker-died` */
  run(feeds: Record<string, OnnxValue>, wanted?: string[]): Promise<Record<string, OnnxValue>>;
  /** Ends the worker, and with it all that the file took. */
  release(): void;
}

export type OpenOnnx = (model: Uint8Array) => Promise<OpenedOnnx>;

/**
 * The caller releases what is opened.
 * @param spawn starts the worker at an address
 * @returns an opener that throws LoamError `model-unreadable`, `timed-out`, `worker-died`
 */
export function onnxOpener(
  { worker, wasm }: OnnxAddresses,
  spawn: typeof spawnModule = spawnModule,
): OpenOnnx {
  return async (model) => {
    if (model.length > MOST_MODEL_BYTES) {
      throw new LoamError('model-unreadable', { reason: 'the file is larger than 512 MiB' });
    }
    const client = workerClient<OnnxApi>(() => spawn(worker, 'onnx'));
    try {
      const names = await client.call('open', { model, wasm }, { timeout: OPEN_MS });
      return {
        ...names,
        run: (feeds, outputs) =>
          client.call('run', outputs ? { feeds, outputs } : { feeds }, { timeout: RUN_MS }),
        release: () => client.stop(),
      };
    } catch (error) {
      client.stop();
      throw error;
    }
  };
}

/** For who only meets models that Loam computes. */
export const noOnnx: OpenOnnx = () =>
  Promise.reject(new LoamError('internal', { message: 'it is not said where ONNX Runtime is' }));
