import { describe, expect, it } from 'vitest';
import { defaultModel, defaultTrainer, type ModelName } from '../../../../src/core/recipe/defaults';
import type { RecipeFacts } from '../../../../src/core/recipe/facts';
import { estimateMemory, type TrainingSize } from '../../../../src/ml/train/estimate-memory';

const facts: RecipeFacts = { rows: 6000, kind: 'binary', classes: null, roles: [], columns: [] };
const size: TrainingSize = {
  kind: 'binary',
  train: 6000,
  validation: 2000,
  inputs: 20,
  outputs: 1,
};
const estimate = (name: ModelName, more: Partial<TrainingSize> = {}) => {
  const model = defaultModel(name, facts);
  return estimateMemory(model, defaultTrainer(model, facts), { ...size, ...more });
};

describe('the estimate of memory', () => {
  it('holds at least the prepared rows, and grows with rows and inputs, for every model that trains', () => {
    for (const name of ['linear', 'mlp', 'layers', 'trees', 'forest'] as const) {
      const bytes = estimate(name)!;
      expect(bytes).toBeGreaterThan(4 * 8000 * 21);
      expect(bytes).toBeLessThan(1e9);
      expect(estimate(name, { train: 12_000 })).toBeGreaterThan(bytes);
      expect(estimate(name, { inputs: 40 })).toBeGreaterThan(bytes);
      expect(estimate(name, { validation: 0 })).toBeLessThan(bytes);
    }
  });

  it('is none where nothing is trained, or where layers do not fit', () => {
    expect(estimate('baseline')).toBeNull();
    const model = { ...defaultModel('layers', facts), input: [5, 4, 1] };
    if (model.kind !== 'layers') throw new Error('layers');
    expect(estimateMemory(model, defaultTrainer(model, facts), size)).toBeNull();
  });

  it('counts ten million rows of trees in gigabytes, without making any of them', () => {
    expect(estimate('trees', { train: 10_000_000, inputs: 100 })).toBeGreaterThan(4e9);
  });
});
