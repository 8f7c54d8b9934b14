/** What a plain recipe is as a network, and what classes are trained on. */
import type { LayerSpec } from '../../core/network/types';
import type { ModelSpec } from '../../core/recipe/types';
import type { TaskKind } from '../../core/task/types';
import type { LossKind } from '../engine/engine';

/** Null where the model says it. */
export const CLASS_LOSS = {
  binary: 'logistic',
  multiclass: 'softmax',
  regression: null,
} as const satisfies Record<TaskKind, LossKind | null>;

/** Dropout acts on every hidden layer. */
export function mlpLayers(model: Extract<ModelSpec, { kind: 'mlp' }>): LayerSpec[] {
  const { hidden, activation, dropout } = model;
  return hidden.flatMap((units): LayerSpec[] => {
    const dense: LayerSpec = { layer: 'dense', units, activation };
    return dropout === 0 ? [dense] : [dense, { layer: 'dropout', rate: dropout }];
  });
}
