/** A model version of given parts, and rows that it is asked about. */
import type { Cell } from '../../src/core/dataset/types';
import { digestOf, identityOf, linkTo } from '../../src/core/hash/digest';
import type {
  FittedPreprocessing,
  FittedStep,
  InputSignature,
  ModelManifest,
  Network,
} from '../../src/core/model/types';
import type { DerivedExpression } from '../../src/core/recipe/refinements';
import { stepWidth } from '../../src/core/model/step-width';
import type { SealedModel } from '../../src/deploy/model/types';
import {
  writeSafetensors,
  type NamedTensor,
  type TensorValues,
} from '../../src/ml/formats/safetensors';

export interface ModelOfParts {
  inputs: InputSignature[];
  steps: FittedStep[];
  /** Columns made of the inputs; default none. */
  derived?: DerivedExpression[];
  network: Network;
  tensors?: NamedTensor<TensorValues>[];
  /** More than one: as many classes; else a number, unless `threshold` makes it two classes. */
  outputs: number;
  threshold?: number;
}

export function sealedModel(parts: ModelOfParts): SealedModel {
  const { inputs, steps, derived, network, tensors, outputs, threshold } = parts;
  const width = steps.reduce((sum, step) => sum + stepWidth(step), 0);
  const preprocessing: FittedPreprocessing = derived
    ? { format: 'loam.preprocessing/2', derived, lags: [], steps, width }
    : { format: 'loam.preprocessing/1', steps, width };
  const weights = tensors ? writeSafetensors(tensors) : null;
  const kind = threshold !== undefined ? 'binary' : outputs > 1 ? 'multiclass' : 'regression';
  const names = ['no', 'yes', 'perhaps', 'never', 'always'];
  const manifest: ModelManifest = {
    format: 'loam.model/1',
    kind,
    target: 'answer',
    classes: kind === 'regression' ? null : names.slice(0, Math.max(2, outputs)),
    inputs,
    preprocessing: linkTo(identityOf(preprocessing)),
    network,
    weights: weights && linkTo(digestOf(weights)),
    targetTransform: kind === 'regression' ? { offset: 3.5, scale: 2 } : { offset: 0, scale: 1 },
    threshold: threshold ?? null,
    calibrator: null,
    conformal: null,
  };
  return { link: linkTo(identityOf(manifest)), manifest, preprocessing, weights };
}

/** Columns x0, x1 ... that go in as they are; missing ones stay missing. */
export function plainInputs(count: number): Pick<ModelOfParts, 'inputs' | 'steps'> {
  const names = Array.from({ length: count }, (_, i) => `x${i}`);
  return {
    inputs: names.map((name) => ({
      name,
      type: 'number',
      categories: null,
      labels: null,
      quantiles: [-1, -0.5, 0, 0.5, 1],
    })),
    steps: names.map((column) => ({
      column,
      step: 'numeric',
      transform: 'none',
      fill: null,
      indicator: false,
      offset: 0,
      scale: 1,
    })),
  };
}

/** Flat rows, as cells. */
export function cellRows(values: ArrayLike<number>, width: number): Cell[][] {
  const rows: Cell[][] = [];
  for (let at = 0; at < values.length; at += width) {
    rows.push(Array.from({ length: width }, (_, i) => values[at + i]!));
  }
  return rows;
}
