import { expect, test } from 'vitest';
import { curveSummary, lastValue } from '../../../../src/ui/components/curve-summary';

test('curves are told by their newest, lowest and highest value', () => {
  const series = [
    { label: 'train', values: [0.6, 0.2, 0.3] },
    { label: 'validation', values: [null, 0.5, null] },
  ];
  expect(curveSummary('Loss', series)).toBe(
    'Loss after 3 epochs. train: now 0.3, lowest 0.2 at epoch 2, highest 0.6 at epoch 1. ' +
      'validation: now 0.5, lowest 0.5 at epoch 2, highest 0.5 at epoch 2.',
  );
});

test('curves of trees are told by tree', () => {
  expect(curveSummary('Loss', [{ label: 'train', values: [0.6, 0.2] }], 'tree')).toBe(
    'Loss after 2 trees. train: now 0.2, lowest 0.2 at tree 2, highest 0.6 at tree 1.',
  );
});

test('a curve without values says so', () => {
  expect(curveSummary('Loss', [{ label: 'train', values: [NaN, null] }])).toBe(
    'Loss after 2 epochs. train: no value yet.',
  );
});

test('the newest value is the last one that is a number', () => {
  expect(lastValue([1, 2, null, NaN])).toBe(2);
  expect(lastValue([])).toBeNull();
});
