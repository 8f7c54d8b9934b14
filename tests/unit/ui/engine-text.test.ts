import { expect, test } from 'vitest';
import { defaultModel } from '../../../src/core/recipe/defaults';
import type { RecipeFacts } from '../../../src/core/recipe/facts';
import { enginesFor } from '../../../src/ui/engine-text';

const facts: RecipeFacts = { rows: 500, kind: 'binary', classes: null, roles: [], columns: [] };
const offered = (name: 'mlp' | 'trees' | 'forest') =>
  enginesFor(defaultModel(name, facts)).map(({ value }) => value);

test('nets may train on every engine, trees on the one that grows them, and auto is the first', () => {
  expect(offered('mlp')).toEqual(['auto', 'exact', 'fast', 'webgpu', 'webgl', 'wasm', 'cpu']);
  expect(offered('trees')).toEqual(['auto', 'exact']);
  expect(offered('forest')).toEqual(['auto', 'exact']);
});

test('every engine says which level of reproduction follows', () => {
  for (const { value, hint } of enginesFor(defaultModel('mlp', facts))) {
    const level = { auto: 'R3', exact: 'R3', fast: 'R2', wasm: 'R2', cpu: 'R2' } as const;
    expect(hint).toContain(`(${level[value as keyof typeof level] ?? 'R1'})`);
  }
});
