/** Where a recipe may train, and what follows for doing it again, in plain words. */
import type { EnginePolicy, ModelSpec } from '../core/recipe/types';
import { isTreeModel } from '../core/recipe/tree-model';

export interface EngineText {
  value: EnginePolicy;
  label: string;
  /** What follows for making the model again. */
  hint: string;
}

const GPU = 'Made again, it gives the same metrics within the tolerance, not the same bits (R1).';
const SAME_KIND = 'Made again on this kind of device, it gives the same bits (R2).';

const ENGINES: readonly EngineText[] = [
  {
    value: 'auto',
    label: 'Exact, or the GPU where it is clearly quicker',
    hint: 'Exact mode gives the same bits on any device (R3), a GPU the same metrics (R1). The run says which it was.',
  },
  {
    value: 'exact',
    label: 'Exact',
    hint: 'Made again on any device, in any browser, it gives the same bits (R3).',
  },
  { value: 'fast', label: 'Fast', hint: SAME_KIND },
  { value: 'webgpu', label: 'WebGPU', hint: GPU },
  { value: 'webgl', label: 'WebGL', hint: GPU },
  { value: 'wasm', label: 'TensorFlow.js WASM', hint: SAME_KIND },
  { value: 'cpu', label: 'TensorFlow.js CPU', hint: SAME_KIND },
];

/** Engines that know the model; TensorFlow.js has no trees. */
export function enginesFor(model: ModelSpec): readonly EngineText[] {
  if (!isTreeModel(model)) return ENGINES;
  const exact = ENGINES.find(({ value }) => value === 'exact')!;
  return [{ ...exact, value: 'auto', label: 'Exact, the one that grows trees' }, exact];
}
