/** What the compiled module exports; see assembly/index.ts. */
import { loadedOnce } from '../load-module';
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

const MODULES: Readonly<Record<NetsMode, () => Promise<EngineModule>>> = {
  exact: loadedOnce(async () => {
    const { EXACT_NETS_BASE64, EXACT_NETS_SHA256 } = await import('./exact.generated');
    return { base64: EXACT_NETS_BASE64, digest: EXACT_NETS_SHA256 };
  }),
  fast: loadedOnce(async () => {
    const { FAST_NETS_BASE64, FAST_NETS_SHA256 } = await import('./fast.generated');
    return { base64: FAST_NETS_BASE64, digest: FAST_NETS_SHA256 };
  }),
};

/** The module that this build has; it is loaded when it is asked for. */
export function netsModule(mode: NetsMode): Promise<EngineModule> {
  return MODULES[mode]();
}
