import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editLayers,
  redoLayers,
  specsOf,
  startLayers,
  undoLayers,
  type LayerEdit,
  type LayerHistory,
} from '../../../../src/core/network/layer-edits';
import { LAYER_KINDS, newLayer } from '../../../../src/core/network/new-layer';
import type { LayerSpec } from '../../../../src/core/network/types';
import { checkLayer } from '../../../../src/core/recipe/check-layer';

const dense = (units: number): LayerSpec => ({ layer: 'dense', units, activation: 'relu' });
const flatten: LayerSpec = { layer: 'flatten' };

const start = () => startLayers([8, 8, 1], [dense(1), flatten, dense(3)]);
const after = (...edits: LayerEdit[]) => edits.reduce(editLayers, start());
const kinds = ({ now }: LayerHistory) =>
  specsOf(now).map((spec) => (spec.layer === 'dense' ? spec.units : spec.layer));

describe('an edit', () => {
  it('adds at the end, removes, copies and moves, and nothing else changes', () => {
    expect(kinds(after({ type: 'add', kind: 'dropout' }))).toEqual([1, 'flatten', 3, 'dropout']);
    expect(kinds(after({ type: 'remove', key: 1 }))).toEqual([1, 3]);
    expect(kinds(after({ type: 'duplicate', key: 0 }))).toEqual([1, 1, 'flatten', 3]);
    expect(kinds(after({ type: 'move', key: 0, to: 2 }))).toEqual(['flatten', 3, 1]);
    expect(kinds(after({ type: 'move', key: 2, to: 0 }))).toEqual([3, 1, 'flatten']);
    expect(kinds(after({ type: 'set', key: 2, field: 'units', spec: dense(9) }))).toEqual([
      1,
      'flatten',
      9,
    ]);
  });

  it('that changes nothing leaves nothing to undo', () => {
    const history = start();
    expect(editLayers(history, { type: 'remove', key: 77 })).toBe(history);
    expect(editLayers(history, { type: 'move', key: 0, to: 0 })).toBe(history);
    expect(editLayers(history, { type: 'move', key: 0, to: -5 })).toBe(history);
    expect(editLayers(history, { type: 'move', key: 2, to: 99 })).toBe(history);
    expect(undoLayers(history)).toBe(history);
    expect(redoLayers(history)).toBe(history);
  });

  it('of one field after another of the same field is undone together with it', () => {
    const type = (units: number): LayerEdit => ({
      type: 'set',
      key: 0,
      field: 'units',
      spec: dense(units),
    });
    const typed = after(type(6), type(64));
    expect(kinds(typed)).toEqual([64, 'flatten', 3]);
    expect(kinds(undoLayers(typed))).toEqual([1, 'flatten', 3]);
    const apart = after(type(6), { type: 'add', kind: 'flatten' }, type(64));
    expect(kinds(undoLayers(apart))).toEqual([6, 'flatten', 3, 'flatten']);
    const taken = editLayers(undoLayers(typed), type(5));
    expect(kinds(undoLayers(taken))).toEqual([1, 'flatten', 3]);
  });

  it('of the shape or of the whole network keeps the other half where it was', () => {
    const shaped = after({ type: 'shape', input: null });
    expect(shaped.now.input).toBeNull();
    expect(kinds(shaped)).toEqual([1, 'flatten', 3]);
    const replaced = after({ type: 'replace', input: [4], layers: [dense(7)] });
    expect(replaced.now.input).toEqual([4]);
    expect(kinds(replaced)).toEqual([7]);
    expect(undoLayers(replaced).now).toEqual(start().now);
  });
});

const key = fc.nat(12);
const anyEdit: fc.Arbitrary<LayerEdit> = fc.oneof(
  fc.record({ type: fc.constant('add' as const), kind: fc.constantFrom(...LAYER_KINDS) }),
  fc.record({ type: fc.constant('remove' as const), key }),
  fc.record({ type: fc.constant('duplicate' as const), key }),
  fc.record({ type: fc.constant('move' as const), key, to: fc.integer({ min: -2, max: 12 }) }),
  fc.record({
    type: fc.constant('set' as const),
    key,
    field: fc.constantFrom('units', 'activation'),
    spec: fc.nat(9).map(dense),
  }),
  fc.record({
    type: fc.constant('shape' as const),
    input: fc.constantFrom<number[] | null>(null, [64], [8, 8, 1]),
  }),
  fc.record({
    type: fc.constant('replace' as const),
    input: fc.constantFrom<number[] | null>(null, [64]),
    layers: fc.constantFrom<LayerSpec[]>([], [flatten, dense(2)]),
  }),
);

describe('any edits in any order', () => {
  it('are undone to the beginning, and done again to the end', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 40 }), (edits) => {
        const end = edits.reduce(editLayers, start());
        let history = end;
        for (let i = 0; i < edits.length; i++) history = undoLayers(history);
        expect(history.now).toEqual(start().now);
        for (let i = 0; i < edits.length; i++) history = redoLayers(history);
        expect(history.now).toEqual(end.now);
      }),
    );
  });

  it('never give two layers one key, nor a new layer the key of one that was removed', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 40 }), (edits) => {
        let history = start();
        const seen = new Map(history.now.layers.map(({ key }) => [key, true]));
        for (const edit of edits) {
          const before = new Set(history.now.layers.map(({ key }) => key));
          history = editLayers(history, edit);
          const keys = history.now.layers.map(({ key }) => key);
          expect(new Set(keys).size).toBe(keys.length);
          for (const each of keys) {
            if (!before.has(each)) expect(seen.has(each)).toBe(false);
            seen.set(each, true);
          }
        }
      }),
    );
  });
});

describe('a new layer', () => {
  it('of every kind has settings that pass their check', () => {
    for (const kind of LAYER_KINDS) {
      expect(newLayer(kind).layer).toBe(kind);
      expect(() => checkLayer(newLayer(kind), 'layer')).not.toThrow();
    }
  });
});
