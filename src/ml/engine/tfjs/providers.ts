/** Every engine that TensorFlow.js offers, quickest guess first. */
import type { EngineProvider } from '../engine';
import { cpuProvider } from './cpu-provider';
import { wasmProvider } from './wasm-provider';
import { defaultGlEffects, webglProvider } from './webgl-provider';
import { defaultGpuEffects, webgpuProvider } from './webgpu-provider';

export function tfjsProviders(now: () => number): EngineProvider[] {
  return [
    webgpuProvider(defaultGpuEffects(now)),
    webglProvider(defaultGlEffects(now)),
    wasmProvider(now),
    cpuProvider(now),
  ];
}
