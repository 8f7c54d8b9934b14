import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../../../scripts/vite/compile-folder-template';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { buildBundle, checkBundle, plainName, readBundle } from '../../../../src/deploy/bundle';
import { bundleOf, someData } from '../../../support/bundle-of';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

const lock = JSON.stringify({
  name: 'a-model',
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { '@scope/one': '1.0.0' } },
    'node_modules/@scope/one': {
      version: '1.0.0',
      integrity: `sha512-${Buffer.alloc(64, 7).toString('base64')}`,
      license: 'MIT',
      dependencies: { two: '^2.0.0' },
      optionalDependencies: { absent: '1.0.0' },
    },
    'node_modules/@scope/one/node_modules/two': { version: '2.0.1', license: 'ISC' },
    'node_modules/two': { version: '1.9.0', license: 'ISC', optional: true },
  },
});

describe('building a bundle', () => {
  it('gives the same bytes for the same model, every time', () => {
    fc.assert(
      fc.property(randomData, (data) => {
        expect(bundleOf(data)).toEqual(bundleOf(data));
      }),
      { numRuns: 20 },
    );
  });

  it('is read back into the very objects it was built from', async () => {
    await fc.assert(
      fc.asyncProperty(randomData, fc.boolean(), async (data, evaluated) => {
        const input = pageInputOf({ ...data, template: '', evaluated });
        const files = buildBundle({ kind: 'scorer', models: [input], template: { 'a.txt': 'a' } });
        const { manifest, models, signature } = await checkBundle(files);
        const [contents] = models;
        expect(manifest.kind).toBe('scorer');
        expect(Object.keys(manifest.files)).toEqual(
          [...files.keys()].filter((path) => path !== 'bundle.json'),
        );
        expect(signature).toEqual({ type: 'unsigned' });
        expect(contents!.model).toEqual(input.model);
        expect(contents!.recipe).toEqual(input.recipe);
        expect(contents!.task).toEqual(input.task);
        expect(readBundle(files).models).toEqual(models);
        expect(text(files.get('models/1/recipe.json'))).toBe(text(canonicalBytes(input.recipe)));
      }),
      { numRuns: 20 },
    );
  });

  it('has no row of the data in any of its files, nor a value that stands in one row only', () => {
    fc.assert(
      fc.property(randomData, (data) => {
        const input = pageInputOf({ ...data, template: '' });
        const template = { 'README.md': '# A model\n', 'package-lock.json': lock };
        const files = buildBundle({ kind: 'api', models: [input], template });
        const all = [...files.values()].map(text).join('\n');
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
      }),
      { numRuns: 40 },
    );
  });

  it('carries several models, the same version of two names too', async () => {
    const one = pageInputOf({ ...someData(1), template: '', name: 'First one' });
    const two = pageInputOf({ ...someData(2), template: '', name: 'Zweites – Modell' });
    const files = buildBundle({ kind: 'api', models: [one, two], template: {} });
    const { manifest, models } = await checkBundle(files);
    expect(manifest.models.map(({ name, folder }) => [name, folder])).toEqual([
      ['First one', 'models/1'],
      ['Zweites – Modell', 'models/zweites-modell-1'],
    ]);
    expect(models.map(({ model }) => model.link)).toEqual([one.model.link, two.model.link]);
    expect(() => buildBundle({ kind: 'api', models: [one, two, two], template: {} })).toThrow(
      /cannot export/,
    );
  });

  it('refuses files that no bundle may have', () => {
    for (const path of ['../a', 'a b', 'node_modules/a', '.env', 'bundle.json', 'model.sig', '']) {
      expect(() => bundleOf(someData(), { [path]: '' })).toThrow(/cannot export/);
    }
  });

  it('gives plain names', () => {
    expect(plainName('Größe & Preis (v2)')).toBe('gro-e-preis-v2');
    expect(plainName('!')).toBe('model');
    expect(plainName('é'.repeat(99))).toBe('e'.repeat(60));
    expect(plainName('a '.repeat(99))).toBe('a-'.repeat(30).slice(0, -1));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
        expect(plainName(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(plainName(name).length).toBeLessThanOrEqual(60);
        expect(plainName(plainName(name))).toBe(plainName(name));
      }),
    );
  });
});

describe('the SBOM of a bundle', () => {
  const input = pageInputOf({ ...someData(), template: '', note: 'For the test' });
  const build = (template: Record<string, string>) =>
    JSON.parse(
      text(buildBundle({ kind: 'api', models: [input], template }).get('sbom.cdx.json')),
    ) as {
      serialNumber: string;
      metadata: { component: { name: string } };
      components: Record<string, unknown>[];
      dependencies: { ref: string; dependsOn: string[] }[];
    };

  it('describes the model as its card does', () => {
    const { components, metadata } = build({});
    expect(metadata.component.name).toBe('sample-api');
    expect(components).toHaveLength(1);
    const { model, evaluation, dataset } = input;
    const ofPart = (slice: string, values: NonNullable<typeof evaluation>['metrics']) =>
      values.map(({ name, value, low, high }) => ({
        type: name,
        value: String(value),
        slice,
        confidenceInterval: { lowerBound: String(low), upperBound: String(high) },
      }));
    expect(components[0]).toMatchObject({
      type: 'machine-learning-model',
      name: 'sample',
      version: '1',
      description: 'For the test',
      hashes: [{ alg: 'SHA-256', content: model.link.slice('sha256:'.length) }],
      modelCard: {
        modelParameters: {
          architectureFamily: 'neural network',
          datasets: [{ type: 'dataset', name: dataset.name }],
          inputs: model.manifest.inputs.map(({ name, type }) => ({ format: `${name}: ${type}` })),
        },
        quantitativeAnalysis: {
          performanceMetrics: [
            ...ofPart('validation', evaluation!.metrics),
            ...ofPart('validation, baseline', evaluation!.baseline),
          ],
        },
      },
    });
  });

  it('lists every package of the lock file, and what depends on what', () => {
    const { components, dependencies } = build({ 'package-lock.json': lock });
    expect(components.slice(1)).toEqual([
      {
        type: 'library',
        'bom-ref': 'pkg:npm/%40scope/one@1.0.0',
        group: '@scope',
        name: 'one',
        version: '1.0.0',
        scope: 'required',
        hashes: [{ alg: 'SHA-512', content: '07'.repeat(64) }],
        licenses: [{ expression: 'MIT' }],
        purl: 'pkg:npm/%40scope/one@1.0.0',
      },
      {
        type: 'library',
        'bom-ref': 'pkg:npm/two@2.0.1',
        name: 'two',
        version: '2.0.1',
        scope: 'required',
        licenses: [{ expression: 'ISC' }],
        purl: 'pkg:npm/two@2.0.1',
      },
      {
        type: 'library',
        'bom-ref': 'pkg:npm/two@1.9.0',
        name: 'two',
        version: '1.9.0',
        scope: 'optional',
        licenses: [{ expression: 'ISC' }],
        purl: 'pkg:npm/two@1.9.0',
      },
    ]);
    const model = components[0]!['bom-ref'] as string;
    expect(dependencies).toEqual([
      { ref: 'bundle', dependsOn: [model, 'pkg:npm/%40scope/one@1.0.0'] },
      { ref: model, dependsOn: [] },
      { ref: 'pkg:npm/%40scope/one@1.0.0', dependsOn: ['pkg:npm/two@2.0.1'] },
      { ref: 'pkg:npm/two@2.0.1', dependsOn: [] },
      { ref: 'pkg:npm/two@1.9.0', dependsOn: [] },
    ]);
  });

  it('lists what was compiled into the scripts', async () => {
    const template = await compileFolderTemplate('verify');
    const { components } = build(template);
    expect(template['verify.mjs']).toContain('noble');
    expect(components.slice(1)).toMatchObject([
      { type: 'library', group: '@noble', name: 'hashes', licenses: [{ expression: 'MIT' }] },
    ]);
  });

  it('has a number of its own that follows from what it says', () => {
    const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const { serialNumber } = build({});
    expect(serialNumber).toMatch(uuid);
    expect(build({}).serialNumber).toBe(serialNumber);
    expect(build({ 'package-lock.json': lock }).serialNumber).not.toBe(serialNumber);
  });
});
