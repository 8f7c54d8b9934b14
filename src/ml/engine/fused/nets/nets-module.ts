/** What the compiled module exports; see assembly/index.ts. */
import { moduleOf } from '../load-module';
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

/** exact: every product and sum rounded by itself. fast: fused where the processor can. */
export type NetsMode = 'exact' | 'fast';

/** The module that this build has; it is loaded when it is asked for. */
export async function netsModule(mode: NetsMode): Promise<EngineModule> {
  if (mode === 'fast') return moduleOf((await import('./fast.generated')).FAST_NETS_BASE64);
  return moduleOf((await import('./exact.generated')).EXACT_NETS_BASE64);
}
