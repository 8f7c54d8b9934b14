/**
 * The engines of TensorFlow.js for who may never need them: the library, a megabyte, is loaded when one is
 * opened.
 */
import type { EngineProvider, TrainJob } from '../engine';
import { isDense } from './dense-network';

type Name = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

function knows(name: Name, job: TrainJob): boolean {
  if (job.type !== 'network') return false;
  if (name === 'webgpu') return typeof navigator !== 'undefined' && navigator.gpu !== undefined;
  return name !== 'wasm' || isDense(job.network);
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
