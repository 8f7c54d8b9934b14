/**
 * Keeps the threaded build of the TensorFlow.js WASM backend out: it breaks when minified and dies under
 * the app's policy. The backend is told so by its flag WASM_HAS_MULTITHREAD_SUPPORT, and never calls this.
 */
import type { Plugin } from 'vite';

const STUB = '\0loam-no-threads';

export function singleThreadWasmPlugin(): Plugin {
  return {
    name: 'loam-single-thread-wasm',
    enforce: 'pre',
    resolveId(source) {
      return source.includes('tfjs-backend-wasm-threaded-simd') && !source.includes('?')
        ? STUB
        : null;
    },
    load(id) {
      if (id !== STUB) return null;
      return [
        'export default function () { throw new Error("the threaded WASM backend is not part of Loam"); }',
        'export const wasmWorkerContents = "";',
      ].join('\n');
    },
  };
}
