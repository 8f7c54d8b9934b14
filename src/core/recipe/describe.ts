/** A recipe in words, for lists, panels and comparisons. */
import type { ColumnStep, ModelSpec, Recipe } from './types';

/** "Baseline", "Linear", "MLP 64 · 32". */
export function modelLabel(model: ModelSpec): string {
  switch (model.kind) {
    case 'baseline':
      return 'Baseline';
    case 'linear':
      return 'Linear';
    case 'mlp':
      return `MLP ${model.hidden.join(' · ')}`;
    default:
      throw model satisfies never;
  }
}

export interface Setting {
  label: string;
  value: string;
}

/** Every setting that can differ between two recipes for one task, preprocessing last, one line per column. */
export function recipeSettings(recipe: Recipe): Setting[] {
  const columns = preparationSettings(recipe).map(({ label, value }) => ({
    label: `Column ${label}`,
    value,
  }));
  return [...trainingRunSettings(recipe), ...columns];
}

/** How each column is prepared: its name, and the step in words. */
export function preparationSettings({ preprocessing }: Recipe): Setting[] {
  return preprocessing.map((step) => ({ label: step.column, value: describeStep(step) }));
}

/** The settings without preprocessing. */
export function trainingRunSettings(recipe: Recipe): Setting[] {
  return [
    { label: 'Model', value: modelLabel(recipe.model) },
    ...modelSettings(recipe.model),
    ...(recipe.model.kind === 'baseline' ? [] : trainingSettings(recipe)),
    { label: 'Seed', value: String(recipe.seed) },
  ];
}

function modelSettings(model: ModelSpec): Setting[] {
  switch (model.kind) {
    case 'baseline':
      return [];
    case 'linear':
      return [{ label: 'L2', value: String(model.l2) }];
    case 'mlp':
      return [
        { label: 'Activation', value: model.activation },
        { label: 'L2', value: String(model.l2) },
        { label: 'Dropout', value: String(model.dropout) },
      ];
    default:
      throw model satisfies never;
  }
}

function trainingSettings({ trainer, engine, targetScale }: Recipe): Setting[] {
  return [
    { label: 'Optimiser', value: trainer.optimiser },
    { label: 'Learning rate', value: String(trainer.learningRate) },
    { label: 'Batch', value: String(trainer.batch) },
    { label: 'Epochs', value: String(trainer.epochs) },
    {
      label: 'Early stopping',
      value: trainer.patience === null ? 'off' : `after ${trainer.patience} epochs without gain`,
    },
    { label: 'Class weights', value: trainer.classWeights },
    { label: 'Target scale', value: targetScale },
    { label: 'Engine', value: engine },
  ];
}

export function describeStep(step: ColumnStep): string {
  switch (step.step) {
    case 'numeric': {
      const parts = [
        ...(step.transform === 'log' ? ['log'] : []),
        `missing as ${step.impute}`,
        ...(step.indicator ? ['marked'] : []),
        step.scale === 'none' ? 'not scaled' : `scaled (${step.scale})`,
      ];
      return parts.join(', ');
    }
    case 'one-hot':
      return `one-hot, at most ${step.limit} categories of ${step.minCount} rows or more`;
    case 'ordinal':
      return `ordinal: ${step.order.join(' < ')}`;
    case 'date-parts':
      return `date: ${step.parts.join(', ')}`;
    default:
      throw step satisfies never;
  }
}

export interface Difference {
  label: string;
  /** One per recipe, in the order given; null where the recipe has no such setting. */
  values: (string | null)[];
}

/** The settings that are not the same in all recipes, in the order in which they first appear. */
export function recipeDifferences(recipes: Recipe[]): Difference[] {
  const settings = recipes.map(
    (recipe) => new Map(recipeSettings(recipe).map(({ label, value }) => [label, value])),
  );
  const labels = new Set(settings.flatMap((map) => [...map.keys()]));
  return [...labels]
    .map((label) => ({ label, values: settings.map((map) => map.get(label) ?? null) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}
