/** Environments, makings and claims for what is said about making a model again. */
import { linkTo } from '../../src/core/hash/digest';
import type { Environment } from '../../src/core/log/environment';
import type { Making } from '../../src/core/reproduce/compare';
import type { Claim } from '../../src/core/reproduce/claim';

export const HERE = { browser: 'Chromium 141', system: 'Linux', cores: 8 };
export const THERE = { browser: 'Firefox 140', system: 'Windows', cores: 4 };

export const environmentHere: Environment = {
  loam: '0.1.0',
  tfjs: null,
  mode: 'exact',
  module: linkTo('e'.repeat(64)),
  threads: 1,
  flags: ['cross-origin-isolated', 'shared-memory'],
  adapter: null,
  userAgent: 'test',
  device: HERE,
};

export function making(given: Partial<Making> = {}): Making {
  return {
    bits: 'a'.repeat(64),
    losses: { train: 0.25, validation: 0.5 },
    metrics: [
      { name: 'Accuracy', value: 0.875 },
      { name: 'ROC AUC', value: null },
    ],
    device: HERE,
    ...given,
  };
}

export const claimFields: Omit<Claim, 'format' | 'self' | 'tolerance'> = {
  recipe: linkTo('1'.repeat(64)),
  task: linkTo('2'.repeat(64)),
  dataset: linkTo('3'.repeat(64)),
  engine: 'exact',
  module: 'e'.repeat(64),
  weightHash: 'a'.repeat(64),
  losses: { train: 0.25, validation: 0.5 },
  metrics: [
    { name: 'accuracy', value: 0.875 },
    { name: 'roc_auc', value: null },
  ],
  device: THERE,
  loam: '0.1.0',
};
