/**
 * WebAssembly with SIMD, one thread: the same bits at every run. The bytes are part of the program, so
 * nothing is fetched; the backend's own loading is answered from memory.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { LoamError } from '../../../core/errors';
import type { EngineProvider } from '../engine';
import { useBackend } from './backend';
import { isDense } from './dense-network';
import { tfjsEngine } from './tfjs-engine';
import { registerWasmSlice } from './wasm-slice';

// The threaded build starts workers from text, which a strict policy refuses.
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);

registerWasmSlice();

/** Never requested: a name for the one binary that is answered from memory. */
const WASM_PREFIX = 'loam-embedded/';

async function wasmBytes(): Promise<ArrayBuffer> {
  const { WASM_BASE64 } = await import('./wasm-bytes.generated');
  const text = atob(WASM_BASE64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes.buffer;
}

let opening: Promise<void> | null = null;

async function openFromMemory(): Promise<void> {
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new LoamError('engine-unavailable', {
      backend: 'wasm',
      reason: 'no SIMD in WebAssembly',
    });
  }
  const bytes = await wasmBytes();
  const { platform } = tf.env();
  const original = platform.fetch;
  platform.fetch = (path, ...rest) =>
    path.startsWith(WASM_PREFIX)
      ? Promise.resolve({ ok: true, arrayBuffer: () => Promise.resolve(bytes) } as Response)
      : original.call(platform, path, ...rest);
  try {
    setWasmPaths(WASM_PREFIX, true);
    await useBackend('wasm');
  } finally {
    platform.fetch = original;
  }
}

export function wasmProvider(now: () => number): EngineProvider {
  return {
    name: 'wasm',
    supports: (job) => job.type === 'network' && isDense(job.network),
    async open() {
      opening ??= openFromMemory();
      try {
        await opening;
      } catch (error) {
        opening = null;
        throw error;
      }
      return tfjsEngine('wasm', null, { now, lost: () => false });
    },
    forget() {},
  };
}
