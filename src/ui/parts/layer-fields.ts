/** The settings of each kind of layer as fields to fill in, and the words for both. */
import type { LayerKind } from '../../core/network/new-layer';
import type { LayerSpec } from '../../core/network/types';
import { ACTIVATIONS } from '../../core/recipe/check-layer';

export type LayerField = { name: string; label: string } & (
  | { type: 'number'; min: number; max?: number; step: number }
  /** Height and width, whole numbers from 1. */
  | { type: 'pair' }
  | { type: 'choice'; options: readonly { value: string; label: string }[] }
);

export const LAYER_LABEL: Readonly<Record<LayerKind, string>> = {
  dense: 'Dense',
  conv1d: 'Conv 1D',
  conv2d: 'Conv 2D',
  depthwise2d: 'Depthwise 2D',
  pool1d: 'Pool 1D',
  pool2d: 'Pool 2D',
  flatten: 'Flatten',
  'batch-norm': 'Batch norm',
  'layer-norm': 'Layer norm',
  dropout: 'Dropout',
  embedding: 'Embedding',
};

const ACTIVATION_LABEL: Readonly<Record<string, string>> = {
  linear: 'none',
  relu: 'ReLU',
  'leaky-relu': 'Leaky ReLU',
  elu: 'ELU',
  gelu: 'GELU',
  silu: 'SiLU',
};

export const ACTIVATION_OPTIONS = ACTIVATIONS.map((value) => ({
  value,
  label: ACTIVATION_LABEL[value] ?? value,
}));

const whole = (name: string, label = name): LayerField => ({
  name,
  label,
  type: 'number',
  min: 1,
  step: 1,
});
const share = (name: string, max: number, step: number): LayerField => ({
  name,
  label: name,
  type: 'number',
  min: 0,
  max,
  step,
});
const pair = (name: string): LayerField => ({ name, label: name, type: 'pair' });
const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

const activation: LayerField = {
  name: 'activation',
  label: 'activation',
  type: 'choice',
  options: ACTIVATION_OPTIONS,
};
const padding: LayerField = {
  name: 'padding',
  label: 'padding',
  type: 'choice',
  options: same(['valid', 'same']),
};
const of: LayerField = {
  name: 'of',
  label: 'of',
  type: 'choice',
  options: same(['max', 'average']),
};

const FIELDS: Readonly<Record<LayerKind, readonly LayerField[]>> = {
  dense: [whole('units'), activation],
  conv1d: [whole('filters'), whole('size'), whole('stride'), padding, activation],
  conv2d: [whole('filters'), pair('size'), pair('stride'), padding, activation],
  depthwise2d: [whole('multiplier'), pair('size'), pair('stride'), padding, activation],
  pool1d: [of, whole('size'), whole('stride'), padding],
  pool2d: [of, pair('size'), pair('stride'), padding],
  flatten: [],
  'batch-norm': [share('momentum', 1, 0.01), share('epsilon', 1, 0.001)],
  'layer-norm': [share('epsilon', 1, 0.001)],
  dropout: [share('rate', 0.9, 0.05)],
  embedding: [whole('vocabulary'), whole('size')],
};

export function layerFields({ layer }: LayerSpec): readonly LayerField[] {
  return FIELDS[layer];
}

/** The value of a field, whatever the kind of layer; undefined where it has none of that name. */
export function fieldValue(spec: LayerSpec, name: string): unknown {
  return (spec as Record<string, unknown>)[name];
}

/** The layer with one field changed to a value of that field's type. */
export function withField(spec: LayerSpec, name: string, value: unknown): LayerSpec {
  return { ...spec, [name]: value } as LayerSpec;
}

/** `[8, 8, 16]` -> `8 × 8 × 16` */
export function shapeText(shape: readonly number[]): string {
  return shape.map((side) => (Number.isFinite(side) ? String(side) : '?')).join(' × ');
}
