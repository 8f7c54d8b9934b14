import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityOf, linkTo } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { buildPage, readPage } from '../../../../src/deploy/page';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';
import { bareTemplate } from '../../../support/bare-template';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('building a page', () => {
  it('gives the same bytes for the same model, every time', () => {
    fc.assert(
      fc.property(randomData, (data) => {
        const once = buildPage(pageInputOf({ ...data, template: bareTemplate }));
        const again = buildPage(pageInputOf({ ...data, template: bareTemplate }));
        expect(text(again)).toBe(text(once));
      }),
      { numRuns: 20 },
    );
  });

  it('is read back into the very objects it was built from', () => {
    fc.assert(
      fc.property(
        randomData,
        fc.boolean(),
        fc.string({ unit: 'grapheme' }),
        (data, evaluated, note) => {
          const input = pageInputOf({ ...data, template: bareTemplate, evaluated, note });
          const contents = readPage(buildPage(input));
          expect(contents.model).toEqual(input.model);
          expect(contents.recipe).toEqual(input.recipe);
          expect(contents.task).toEqual(input.task);
          expect(contents.card.note).toBe(note);
          expect(contents.card.dataset).toEqual(input.dataset);
          const carried = contents.objects.map(({ bytes }) => text(bytes));
          const { manifest, preprocessing, weights } = input.model;
          for (const value of [manifest, preprocessing, input.recipe, input.task, contents.card]) {
            expect(carried).toContain(text(canonicalBytes(value)));
          }
          expect(carried).toContain(text(weights!));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('carries a baseline, which has no weights', () => {
    const input = pageInputOf({
      ...fc.sample(randomData, { numRuns: 1, seed: 5 })[0]!,
      template: bareTemplate,
    });
    const manifest = {
      ...input.model.manifest,
      network: {
        type: 'constant' as const,
        output: input.model.manifest.kind === 'multiclass' ? [0, 1, 2] : [0.5],
      },
      weights: null,
    };
    const link = linkTo(identityOf(manifest));
    const page = buildPage({
      ...input,
      model: { link, manifest, preprocessing: input.model.preprocessing, weights: null },
      evaluation: null,
    });
    expect(readPage(page).model).toEqual({
      link,
      manifest,
      preprocessing: input.model.preprocessing,
      weights: null,
    });
  });

  it('has no row of the data in it, nor a value that stands in one row only', () => {
    fc.assert(
      fc.property(randomData, (data) => {
        const input = pageInputOf({ ...data, template: bareTemplate });
        const { objects, golden } = readPage(buildPage(input));
        const all = objects.map(({ bytes }) => text(bytes)).join('\n');
        for (const secret of data.secrets) expect(all).not.toContain(secret);
        const [numbers] = data.table.columns;
        const fill = input.model.preprocessing.steps[0];
        for (const x of numbers?.kind === 'numeric' ? numbers.values : []) {
          // A median may be a value; every other number of a row stays.
          if (x === x && !(fill?.step === 'numeric' && fill.fill === x))
            expect(all).not.toContain(String(x));
        }
        expect(all).not.toContain('a row that must stay');
        expect(all).not.toContain('"worst"');
        for (const { input: cells } of golden.examples) {
          expect(data.secrets).not.toContain(cells.at(-1));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('refuses parts that do not belong together', () => {
    const [a, b] = fc.sample(randomData, { numRuns: 2, seed: 3 });
    const one = pageInputOf({ ...a!, template: bareTemplate });
    const two = pageInputOf({ ...b!, template: bareTemplate, seed: 2 });
    const wrong = [
      { ...one, model: { ...one.model, link: two.model.link } },
      { ...one, model: { ...one.model, weights: two.model.weights } },
      { ...one, model: { ...one.model, weights: null } },
      { ...one, model: { ...one.model, preprocessing: two.model.preprocessing } },
      { ...one, evaluation: two.evaluation },
      { ...one, task: two.task },
      { ...one, dataset: { ...one.dataset, manifest: two.model.link } },
      { ...one, template: 'no slots' },
      { ...one, template: bareTemplate + bareTemplate },
    ];
    for (const input of wrong) expect(() => buildPage(input)).toThrow(/cannot export/);
  });
});
