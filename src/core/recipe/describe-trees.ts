/** The settings of boosted trees and of forests, in words. */
import type { Setting } from './setting';
import type { EngineRecipe, ModelSpec, TreeGrowth } from './types';

export function treeSettings(model: Extract<ModelSpec, { kind: 'trees' | 'forest' }>): Setting[] {
  if (model.kind === 'forest') return growthSettings(model);
  return [
    { label: 'Loss for numbers', value: model.loss },
    ...(model.loss === 'quantile' ? [{ label: 'Quantile', value: String(model.quantile) }] : []),
    ...growthSettings(model),
    { label: 'L2', value: String(model.l2) },
    ...model.monotone.map(({ column, direction }) => ({
      label: `Monotone ${column}`,
      value: direction === 1 ? 'rising' : 'falling',
    })),
  ];
}

function growthSettings(growth: TreeGrowth): Setting[] {
  return [
    { label: 'Leaves', value: String(growth.leaves) },
    { label: 'Depth', value: growth.depth === null ? 'no bound' : String(growth.depth) },
    { label: 'Rows per leaf', value: String(growth.leastRows) },
    { label: 'Share of rows', value: String(growth.rowShare) },
    { label: 'Share of columns', value: String(growth.columnShare) },
    { label: 'Bins', value: String(growth.bins) },
  ];
}

export function treeTrainingSettings({ model, trainer, engine }: EngineRecipe): Setting[] {
  const boosting = model.kind === 'trees';
  return [
    { label: 'Trees', value: String(trainer.epochs) },
    ...(boosting
      ? [
          { label: 'Learning rate', value: String(trainer.learningRate) },
          {
            label: 'Early stopping',
            value:
              trainer.patience === null ? 'off' : `after ${trainer.patience} trees without gain`,
          },
        ]
      : []),
    { label: 'Class weights', value: trainer.classWeights },
    { label: 'Engine', value: engine },
  ];
}
