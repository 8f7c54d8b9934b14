import { expect, test } from 'vitest';
import { LAYER_KINDS, newLayer } from '../../../../src/core/network/new-layer';
import {
  fieldValue,
  LAYER_LABEL,
  layerFields,
  shapeText,
  withField,
} from '../../../../src/ui/parts/layer-fields';

test('every setting of every kind of layer has one field of its type, and no field is idle', () => {
  for (const kind of LAYER_KINDS) {
    const spec = newLayer(kind);
    const settings = Object.keys(spec).filter((name) => name !== 'layer');
    expect(
      layerFields(spec)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(settings.sort());
    for (const field of layerFields(spec)) {
      const value = fieldValue(spec, field.name);
      if (field.type === 'number') expect(value).toEqual(expect.any(Number));
      if (field.type === 'pair') expect(value).toEqual([expect.any(Number), expect.any(Number)]);
      if (field.type === 'choice') {
        expect(field.options.map((option) => option.value)).toContain(value);
      }
      expect(withField(spec, field.name, value)).toEqual(spec);
    }
    expect(LAYER_LABEL[kind]).not.toBe('');
  }
});

test('a side that is not a number yet is a question mark', () => {
  expect(shapeText([8, 8, 16])).toBe('8 × 8 × 16');
  expect(shapeText([8, NaN])).toBe('8 × ?');
});
