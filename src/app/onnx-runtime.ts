/**
 * ONNX Runtime, in a worker of its own per file: the page never waits for it, and what a file takes of time and
 * memory is bounded, whoever made it. Loaded when something is to be run.
 */
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import onnxUrl from '../../workers/onnx/onnx.worker.ts?worker&url';
import { LoamError } from '../core/errors';
import type { RunOnnx } from '../deploy/onnx';
import { spawnModule, workerClient } from '../../workers/client';
import type { OnnxApi, OnnxValue } from '../../workers/contract';

const MOST_MODEL_BYTES = 512 * 1024 * 1024;
/** Loading the runtime over a slow line, once, and the file. */
const OPEN_MS = 120_000;
const RUN_MS = 60_000;

export interface OpenedOnnx {
  inputs: readonly string[];
  outputs: readonly string[];
  /** Feeds and answers by name. @throws LoamError `model-unreadable`, `timed-out`, `worker-died` */
  run(feeds: Record<string, OnnxValue>, wanted?: string[]): Promise<Record<string, OnnxValue>>;
  /** Ends the worker, and with it all that the file took. */
  release(): void;
}

/** The caller releases it. @throws LoamError `model-unreadable`, `timed-out`, `worker-died` */
export async function openOnnx(model: Uint8Array): Promise<OpenedOnnx> {
  if (model.length > MOST_MODEL_BYTES) {
    throw new LoamError('model-unreadable', { reason: 'the file is larger than 512 MiB' });
  }
  const client = workerClient<OnnxApi>(() => spawnModule(onnxUrl, 'onnx'));
  const wasm = new URL(wasmUrl, document.baseURI).href;
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
}

/** A file once, on the feeds of a model of ours. */
export const runOnnx: RunOnnx = async (model, feeds) => {
  const onnx = await openOnnx(model);
  try {
    const values = feeds.map((feed): [string, OnnxValue] => {
      const shape = [feed.values.length, 1];
      return feed.type === 'double'
        ? [feed.name, { type: 'float64', shape, values: feed.values }]
        : [feed.name, { type: 'string', shape, values: feed.values }];
    });
    const answers = await onnx.run(Object.fromEntries(values));
    return Object.fromEntries(
      Object.entries(answers).map(([name, { values: found }]) => [
        name,
        found as ArrayLike<number> | string[],
      ]),
    );
  } finally {
    onnx.release();
  }
};
