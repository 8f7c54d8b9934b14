import { expect, test } from 'vitest';
import { LayerDraft, type Layers } from '../../../src/app/layer-draft.svelte';
import type { LayerSpec } from '../../../src/core/network/types';

const dense = (units: number): LayerSpec => ({ layer: 'dense', units, activation: 'relu' });

test('who keeps the network is told of every change, undone ones too, and of nothing else', () => {
  const told: Layers[] = [];
  const draft = new LayerDraft({ input: null, layers: [dense(1), dense(2)] }, (layers) =>
    told.push(layers),
  );
  expect([draft.canUndo, draft.canRedo]).toEqual([false, false]);
  draft.undo();
  draft.edit({ type: 'move', key: 0, to: 0 });
  expect(told).toEqual([]);
  draft.edit({ type: 'move', key: 0, to: 1 });
  draft.edit({ type: 'shape', input: [2, 2, 1] });
  draft.undo();
  draft.redo();
  expect(told).toEqual([
    { input: null, layers: [dense(2), dense(1)] },
    { input: [2, 2, 1], layers: [dense(2), dense(1)] },
    { input: null, layers: [dense(2), dense(1)] },
    { input: [2, 2, 1], layers: [dense(2), dense(1)] },
  ]);
  expect([draft.canUndo, draft.canRedo]).toEqual([true, false]);
});
