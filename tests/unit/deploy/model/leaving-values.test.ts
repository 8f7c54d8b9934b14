import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Brief } from '../../../../src/core/brief/types';
import { isLink, linkDigest } from '../../../../src/core/hash/digest';
import { leavingValues } from '../../../../src/deploy/model/leaving-values';
import { buildPage, readPage } from '../../../../src/deploy/page';
import { bareTemplate } from '../../../support/bare-template';
import { calibratorsOf, refined } from '../../../support/refined';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

/** Every text and number in a JSON value; links as their digests. */
function leaves(value: unknown): string[] {
  if (isLink(value)) return [linkDigest(value)];
  if (value === null || typeof value === 'boolean') return [];
  if (typeof value !== 'object') return [String(value)];
  return Object.values(value).flatMap(leaves);
}

const brief: Brief = {
  format: 'loam.brief/1',
  dataset: 'sample',
  target: 'answer',
  question: 'Who leaves?',
  decides: 'the retention desk',
  cost: { miss: 400, falseAlarm: 25 },
  unit: 'EUR',
  least: 0.7,
  review: '2027-01-31',
};

describe('the list of values that leave', () => {
  it('holds every text and every number that the objects of the page hold, but for the weights', () => {
    fc.assert(
      fc.property(randomData, fc.boolean(), (data, evaluated) => {
        const plain = pageInputOf({ ...data, template: bareTemplate, evaluated, note: 'my note' });
        const calibrator = calibratorsOf(data.kind).at(-1)!;
        const input = {
          ...plain,
          ...refined(plain, { calibrator, isConformal: true }),
          brief,
          chosen: 'the cheapest on validation',
        };
        const listed = leavingValues(input)
          .map(({ value }) => value)
          .join('\n');
        const { objects, model } = readPage(buildPage(input));
        const weights = linkDigest(model.manifest.weights!);
        for (const { digest, bytes } of objects) {
          if (digest === weights) continue;
          const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
          for (const leaf of leaves(value)) expect(listed).toContain(leaf);
        }
        expect(listed).toContain(weights);
        expect(listed).toContain(`${model.weights!.length} bytes`);
      }),
      { numRuns: 30 },
    );
  });

  it('names what each value is', () => {
    const [data] = fc.sample(randomData, { numRuns: 1, seed: 2 });
    const list = leavingValues(pageInputOf({ ...data!, template: bareTemplate }));
    expect(list.every(({ what, value }) => what !== '' && value !== '')).toBe(true);
    expect(list.find(({ what }) => what === 'Input “colour”: categories')?.value).toMatch(
      /red|green|blue/,
    );
  });

  it('does not name rows of the evaluation', () => {
    const [data] = fc.sample(randomData, { numRuns: 1, seed: 2 });
    const list = leavingValues(pageInputOf({ ...data!, template: bareTemplate }));
    expect(JSON.stringify(list)).not.toContain('a row that must stay');
  });
});
