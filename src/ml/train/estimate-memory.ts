/** What a training will take of memory, told from sizes alone, before any data is read. */
import { planSteps } from '../../core/network/plan';
import type { LayerSpec } from '../../core/network/types';
import type { ModelSpec, TrainerSettings } from '../../core/recipe/types';
import type { TaskKind } from '../../core/task/types';
import type { Rows } from '../engine/engine';
import { estimateBytes as netBytes } from '../engine/fused/nets/net-program';
import { estimateBytes as treeBytes } from '../engine/fused/trees/problem-memory';
import { CLASS_LOSS, mlpLayers } from './model-layers';

export interface TrainingSize {
  kind: TaskKind;
  /** Rows. */
  train: number;
  validation: number;
  /** Values of one row that the columns make. */
  inputs: number;
  /** Units of the layer that answers. */
  outputs: number;
}

/**
 * Bytes for the prepared rows and what exact mode holds beside them, on one thread. Null where nothing is
 * trained, or where the layers do not fit.
 */
export function estimateMemory(
  model: ModelSpec,
  trainer: TrainerSettings,
  { kind, train, validation, inputs, outputs }: TrainingSize,
): number | null {
  const rows = 4 * (train + validation) * (inputs + 1);
  const shared = {
    train: emptyRows(train),
    validation: validation > 0 ? emptyRows(validation) : null,
    trainer,
    seed: 0,
  };
  if (model.kind === 'baseline') return null;
  if (model.kind === 'trees' || model.kind === 'forest') {
    const loss = CLASS_LOSS[kind] ?? (model.kind === 'trees' ? model.loss : 'squared');
    const categories = new Uint32Array(inputs);
    const monotone = new Int8Array(inputs);
    const job = { model, loss, inputs, outputs, categories, monotone, ...shared };
    return rows + treeBytes({ type: 'trees', ...job });
  }
  const layered = model.kind === 'layers';
  const network = { input: (layered && model.input) || [inputs], layers: layersOf(model), outputs };
  const { steps } = planSteps(network);
  if (!steps.every((step) => step.ok)) return null;
  const loss = CLASS_LOSS[kind] ?? (layered ? model.loss : 'squared');
  const penalties = { l1: layered ? model.l1 : 0, l2: model.l2, clip: layered ? model.clip : null };
  return rows + netBytes({ type: 'network', network, loss, ...penalties, ...shared });
}

function layersOf(model: Extract<ModelSpec, { kind: 'linear' | 'mlp' | 'layers' }>): LayerSpec[] {
  if (model.kind === 'linear') return [];
  return model.kind === 'mlp' ? mlpLayers(model) : model.layers;
}

/** As many rows as there will be, without their values. */
function emptyRows(count: number): Rows {
  return { count, inputs: new Float32Array(0), targets: new Float32Array(0), weights: null };
}
