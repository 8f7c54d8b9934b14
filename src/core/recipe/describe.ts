/** A recipe in words, for lists, panels and comparisons. */
import { linkDigest } from '../hash/digest';
import type { LayerSpec } from '../network/types';
import { refinementSettings } from './describe-refinements';
import { describeDerived } from './describe-derived';
import { describeStep } from './describe-step';
import { treeSettings, treeTrainingSettings } from './describe-trees';
import { refinementsOf } from './refinements-of';
import type { Setting } from './setting';
import { isTreeModel } from './tree-model';
import type {
  CodeRecipe,
  EngineRecipe,
  ForeignFormat,
  ImportedModel,
  ImportedRecipe,
  ModelSpec,
  Recipe,
  TrainableRecipe,
} from './types';

export const FOREIGN_FORMATS: Readonly<Record<ForeignFormat, string>> = {
  tfjs: 'TensorFlow.js',
  onnx: 'ONNX',
};

/** "Baseline", "Linear", "MLP 64 · 32", "Imported ONNX". */
export function modelLabel(model: ModelSpec | ImportedModel): string {
  switch (model.kind) {
    case 'baseline':
      return 'Baseline';
    case 'linear':
      return 'Linear';
    case 'mlp':
      return `MLP ${model.hidden.join(' · ')}`;
    case 'layers':
      return layersLabel(model.layers);
    case 'trees':
      return `Trees, ${model.leaves} leaves`;
    case 'forest':
      return `Forest, ${model.leaves} leaves`;
    case 'imported':
      return `Imported ${FOREIGN_FORMATS[model.format]}`;
    default:
      throw model satisfies never;
  }
}

/** "Net d64 by code (fit)": the model, and the function that learns it where no engine does. */
export function recipeLabel(recipe: Recipe): string {
  const model = modelLabel(recipe.model);
  return recipe.format === 'loam.recipe/2' ? `${model} by code (${recipe.code.entry})` : model;
}

/** What one pass of training is called: trees have no epochs, each pass adds one (per class). */
export function epochWord(model: ModelSpec | ImportedModel): 'epoch' | 'tree' {
  return isTreeModel(model) ? 'tree' : 'epoch';
}

/** "CNN c8 · c16 · d32", "Net d64 · d32": what each layer with weights makes. */
function layersLabel(layers: LayerSpec[]): string {
  const marks = layers.map((layer) => {
    if (layer.layer === 'dense') return `d${layer.units}`;
    if (layer.layer === 'conv1d' || layer.layer === 'conv2d') return `c${layer.filters}`;
    if (layer.layer === 'depthwise2d') return `dw${layer.multiplier}`;
    if (layer.layer === 'embedding') return `e${layer.size}`;
    return null;
  });
  const slides = layers.some(({ layer }) => layer === 'conv1d' || layer === 'conv2d');
  return `${slides ? 'CNN' : 'Net'} ${marks.filter(Boolean).join(' · ')}`.trim();
}

/** "conv2d 8, 5 x 5, same, relu": a layer in words. */
export function describeLayer(layer: LayerSpec): string {
  const { layer: name, ...settings } = layer;
  const words = Object.entries(settings).map(([key, value]: [string, unknown]) => {
    const text = Array.isArray(value) ? value.join(' x ') : String(value);
    return typeof value === 'string' ? text : `${key} ${text}`;
  });
  return [name, ...words].join(', ');
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
export function preparationSettings(recipe: Recipe): Setting[] {
  if (recipe.format === 'loam.recipe/3') return [];
  return [
    ...refinementsOf(recipe).derive.map((derived) => ({
      label: derived.name,
      value: describeDerived(derived),
    })),
    ...recipe.preprocessing.map((step) => ({ label: step.column, value: describeStep(step) })),
  ];
}

/** The settings without preprocessing. */
export function trainingRunSettings(recipe: Recipe): Setting[] {
  if (recipe.format === 'loam.recipe/3') return importedSettings(recipe);
  return [
    { label: 'Model', value: modelLabel(recipe.model) },
    ...(recipe.format === 'loam.recipe/2' ? codeSettings(recipe) : engineSettings(recipe)),
    { label: 'Seed', value: String(recipe.seed) },
    ...refinementSettings(refinementsOf(recipe)),
  ];
}

/** So many inputs are named one by one; of more, the first. */
const MOST_INPUTS = 24;

/** Where it was taken from; how it was trained is not known. */
function importedSettings({ model }: ImportedRecipe): Setting[] {
  const { name, producer, files, inputs, answers } = model;
  const fed = inputs.map(({ input, column }) =>
    input === column ? column : `${input} from ${column}`,
  );
  const more = fed.length - MOST_INPUTS;
  return [
    { label: 'Model', value: modelLabel(model) },
    { label: 'Trained', value: 'elsewhere, not known how' },
    { label: 'Made by', value: producer || 'not said' },
    ...files.map((file) => ({
      label: file.name === name ? 'File' : 'With it',
      value: `${file.name}, ${linkDigest(file.object).slice(0, 8)}`,
    })),
    {
      label: 'Inputs',
      value: fed.slice(0, MOST_INPUTS).join(', ') + (more > 0 ? ` and ${more} more` : ''),
    },
    ...(answers ? [{ label: 'Answers', value: answers.join(', ') }] : []),
  ];
}

function engineSettings(recipe: EngineRecipe): Setting[] {
  return [
    ...modelSettings(recipe.model),
    ...(recipe.model.kind === 'baseline' ? [] : trainingSettings(recipe)),
  ];
}

/** What only engines look at. */
const ENGINE_ONLY = ['L1', 'L2', 'Clip gradient', 'Optimiser', 'Early stopping', 'Engine'];

/** The network, the rows and the seed are the recipe's; how it learns is the function's. */
function codeSettings(recipe: CodeRecipe): Setting[] {
  const { entry, object, settings, modules } = recipe.code;
  const network = [...modelSettings(recipe.model), ...networkTrainingSettings(recipe)];
  return [
    { label: 'Learnt by', value: `${entry}, code ${linkDigest(object).slice(0, 8)}` },
    ...Object.entries(settings).map(([name, value]) => ({
      label: `Given ${name}`,
      value: JSON.stringify(value),
    })),
    ...modules.map(({ name, object: of }) => ({
      label: `Module ${name}`,
      value: linkDigest(of).slice(0, 8),
    })),
    ...network.filter(({ label }) => !ENGINE_ONLY.includes(label)),
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
    case 'layers':
      return [
        { label: 'Input', value: model.input?.join(' x ') ?? 'all inputs' },
        ...model.layers.map((layer, i) => ({
          label: `Layer ${i + 1}`,
          value: describeLayer(layer),
        })),
        { label: 'Loss for numbers', value: model.loss },
        { label: 'L1', value: String(model.l1) },
        { label: 'L2', value: String(model.l2) },
        { label: 'Clip gradient', value: model.clip === null ? 'off' : String(model.clip) },
      ];
    case 'trees':
    case 'forest':
      return treeSettings(model);
    default:
      throw model satisfies never;
  }
}

function trainingSettings(recipe: EngineRecipe): Setting[] {
  return isTreeModel(recipe.model) ? treeTrainingSettings(recipe) : networkTrainingSettings(recipe);
}

function networkTrainingSettings({ trainer, engine, targetScale }: TrainableRecipe): Setting[] {
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
