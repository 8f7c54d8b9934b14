import { expect, test } from 'vitest';
import { groupPalette, matchPalette } from '../../../../src/ui/components/palette-match';

const items = [
  { label: 'Import a file', group: 'Commands' },
  { label: 'New task', group: 'Commands' },
  { label: 'churn', hint: 'version 3', group: 'Data' },
  { label: 'late churn', group: 'Data' },
  { label: 'unchurned', group: 'Data' },
  { label: 'amber-17', hint: 'churn, logistic', group: 'Runs' },
];
const labels = (query: string, most?: number) =>
  matchPalette(items, query, most).map(({ label }) => label);

test('without a query the items stand as they are', () => {
  expect(labels('  ')).toEqual(items.map(({ label }) => label));
});

test('a label that starts with the word comes first, then the start of a word, then its middle, then the hint', () => {
  expect(labels('churn')).toEqual(['churn', 'late churn', 'unchurned', 'amber-17']);
});

test('every word must be found, in any order and case', () => {
  expect(labels('FILE imp')).toEqual(['Import a file']);
  expect(labels('churn data')).toEqual(['churn', 'late churn', 'unchurned']);
  expect(labels('file nothing')).toEqual([]);
});

test('no more than asked for are given, the best ones', () => {
  expect(labels('churn', 2)).toEqual(['churn', 'late churn']);
});

test('groups stand in the order of their first item and count through', () => {
  const [churn, late] = items.slice(2, 4) as [(typeof items)[0], (typeof items)[0]];
  const run = items[5]!;
  expect(groupPalette([churn, run, late])).toEqual([
    {
      name: 'Data',
      members: [
        { item: churn, index: 0 },
        { item: late, index: 1 },
      ],
    },
    { name: 'Runs', members: [{ item: run, index: 2 }] },
  ]);
});
