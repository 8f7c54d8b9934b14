/** What the compiled module exports; see assembly/index.ts. */
import { loadModule, moduleOf } from '../load-module';
import type { EngineModule } from '../../engine';

type Walk = (
  step: number,
  tape: number,
  from: number,
  count: number,
  batch: number,
  total: number,
  counts: number,
) => void;

export interface NetsExports {
  walk: Walk;
  walkTogether: Walk;
  dismiss(step: number): void;
  attend(step: number, seen: number): void;
}

export interface NetsInstance {
  memory: WebAssembly.Memory;
  exports: NetsExports;
}

/** exact: every product and sum rounded by itself. fast: fused where the processor can. */
export type NetsMode = 'exact' | 'fast';

/** The module that this build has; it is loaded when it is asked for. */
export async function netsModule(mode: NetsMode): Promise<EngineModule> {
  if (mode === 'fast') return moduleOf((await import('./fast.generated')).FAST_NETS_BASE64);
  return moduleOf((await import('./exact.generated')).EXACT_NETS_BASE64);
}

/** @param bytes that its memory must hold */
export async function netsInstance(module: EngineModule, bytes: number): Promise<NetsInstance> {
  const { memory, exports } = await loadModule(module, bytes);
  return { memory, exports: exports as unknown as NetsExports };
}
