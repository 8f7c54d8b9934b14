/**
 * The engines of TensorFlow.js for who may never need them: the library, a megabyte, is loaded when one is
 * opened.
 */
import { LoamError } from '../../../core/errors';
import type { EngineProvider, TrainJob } from '../engine';
import { isDense } from './dense-network';

type Name = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

function knows(name: Name, job: TrainJob): boolean {
  if (job.type !== 'network') return false;
  return name !== 'wasm' || isDense(job.network);
}

function hasWebGpu(): boolean {
  return typeof navigator !== 'undefined' && navigator.gpu !== undefined;
}

/** The same as `tfjsProviders` of providers.ts. @param now milliseconds from any origin */
export function lazyTfjsProviders(now: () => number): EngineProvider[] {
  let loading: Promise<EngineProvider[]> | null = null;
  const load = () =>
    (loading ??= import('./providers').then(({ tfjsProviders }) => tfjsProviders(now)));
  const providerOf = (name: Name): EngineProvider => {
    let loaded: EngineProvider | null = null;
    return {
      name,
      supports: (job) => knows(name, job),
      async open(policy) {
        // No megabyte for what is known without it.
        if (name === 'webgpu' && !hasWebGpu()) {
          const reason = 'this browser has no WebGPU';
          throw new LoamError('engine-unavailable', { backend: name, reason });
        }
        loaded = (await load()).find((provider) => provider.name === name)!;
        return loaded.open(policy);
      },
      forget: () => loaded?.forget(),
    };
  };
  return (['webgpu', 'webgl', 'wasm', 'cpu'] as const).map(providerOf);
}

export async function tfjsVersion(): Promise<string> {
  return (await import('./tfjs-engine')).TFJS_VERSION;
}
