import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { SAMPLES } from '../../../src/app/samples';
import { makeChurn } from '../../../scripts/make-churn.mjs';

const read = (file: string) =>
  readFileSync(new URL(`../../../public/samples/${file}`, import.meta.url), 'utf8');

/** Cells per line; the only quoted cells of this file hold no quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

describe('the churn sample', () => {
  let text = '';
  let rows: Record<string, string>[] = [];
  beforeAll(() => {
    text = makeChurn();
    const [header = '', ...lines] = text.trim().split('\n');
    const names = header.split(',');
    rows = lines.map((line) =>
      Object.fromEntries(cellsOf(line).map((cell, i) => [names[i]!, cell])),
    );
  });
  const share = (of: Record<string, string>[]) =>
    of.filter((row) => row['left'] === 'yes').length / of.length;

  test('is what the script makes, byte for byte', () => {
    expect(read('churn.csv') === text).toBe(true);
  });

  test('has 12,000 rows of 16 cells, 8 % of them positive', () => {
    expect(rows).toHaveLength(12_000);
    expect(rows.every((row) => Object.keys(row).length === 16)).toBe(true);
    expect(share(rows)).toBe(0.08);
  });

  test('repeats 60 rows exactly, and 180 more under another customer id', () => {
    const lines = text.trim().split('\n').slice(1);
    expect(lines.length - new Set(lines).size).toBe(60);
    const withoutId = lines.map((line) => line.slice(line.indexOf(',')));
    expect(withoutId.length - new Set(withoutId).size).toBe(240);
  });

  test('gives the answer away in cancel_form, which only leavers filled in', () => {
    const filled = rows.filter((row) => row['cancel_form'] !== '');
    expect(share(filled)).toBe(1);
    expect(filled.length / 960).toBeGreaterThan(0.9);
  });

  test('has a region with another rate, two last months that drift, and missing values', () => {
    const rate = (region: string) => share(rows.filter((row) => row['region'] === region));
    expect(rate('islands')).toBeGreaterThan(
      1.3 * Math.max(...['north', 'south', 'east', 'west'].map(rate)),
    );
    const late = rows.filter((row) => row['observed']! >= '2025-11-01');
    const early = rows.filter((row) => row['observed']! < '2025-11-01');
    expect(share(late)).toBeGreaterThan(1.7 * share(early));
    expect(early.some((row) => row['payment'] === 'wallet')).toBe(false);
    expect(late.filter((row) => row['payment'] === 'wallet').length / late.length).toBeGreaterThan(
      0.3,
    );
    expect(rows.filter((row) => row['satisfaction'] === '').length).toBeGreaterThan(2_000);
  });
});

test('every sample is listed with its rows and columns, and nothing else is', () => {
  for (const { file, rows, columns } of SAMPLES) {
    const lines = read(file).trim().split('\n');
    expect([file, lines.length - 1, cellsOf(lines[0]!).length]).toEqual([file, rows, columns]);
  }
  const shipped = readdirSync(new URL('../../../public/samples/', import.meta.url));
  const tables = shipped.filter((name) => name.endsWith('.csv'));
  expect(SAMPLES.map(({ file }) => file).sort()).toEqual(tables.sort());
});
