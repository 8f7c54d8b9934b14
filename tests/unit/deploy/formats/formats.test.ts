/** Folders for other tools: the same every time, nothing of anyone's rows, and what they refuse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../src/core/hash/digest';
import { isPlainPath } from '../../../../src/deploy/bundle/paths';
import { ECOSYSTEM_FORMATS, type FormatName } from '../../../../src/deploy/formats';
import type { ExportInput } from '../../../../src/deploy/model/types';
import { runOnnx } from '../../../support/onnx-runtime';
import { pageInputOf } from '../../../support/page-input';
import { randomData, type RandomData } from '../../../support/page-tables';
import { identityOf, linkTo } from '../../../../src/core/hash/digest';

const NAMES = Object.keys(ECOSYSTEM_FORMATS) as FormatName[];

const inputOf = (data: RandomData): ExportInput =>
  pageInputOf({ ...data, template: '', note: 'made for “a test” --- # and\nmore' });

const hashes = (files: Map<string, Uint8Array>) =>
  [...files].map(([path, bytes]) => `${path} ${digestOf(bytes)}`);

const sample = (seed: number) => fc.sample(randomData, { numRuns: 1, seed })[0]!;

/** The same model with another network, which has no weights. */
function baselineOf(input: ExportInput): ExportInput {
  const { kind, classes } = input.model.manifest;
  const output = kind === 'multiclass' ? classes!.map((_, i) => i) : [0.5];
  const manifest = {
    ...input.model.manifest,
    network: { type: 'constant' as const, output },
    weights: null,
  };
  const link = linkTo(identityOf(manifest));
  return { ...input, model: { ...input.model, manifest, weights: null, link }, evaluation: null };
}

describe.each(NAMES)('%s', (name) => {
  const write = ECOSYSTEM_FORMATS[name];

  it('is the same files for the same model, under plain names', async () => {
    await fc.assert(
      fc.asyncProperty(randomData, async (data) => {
        const once = await write(inputOf(data));
        expect(hashes(await write(inputOf(data)))).toEqual(hashes(once));
        expect([...once.keys()].filter((path) => !isPlainPath(path))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('carries no text that stands in one row only', async () => {
    await fc.assert(
      fc.asyncProperty(randomData, async (data) => {
        const files = await write(inputOf(data));
        const text = Buffer.concat([...files.values()]).toString('latin1');
        expect(data.secrets.filter((secret) => text.includes(secret))).toEqual([]);
        expect(text).not.toContain('a row that must stay');
      }),
      { numRuns: 8 },
    );
  });
});

describe('folders for other tools', () => {
  it('hold an ONNX file that a runtime has tried, and the very weights', async () => {
    const input = inputOf(sample(2));
    for (const name of ['onnx', 'mlflow', 'huggingface'] as const) {
      let asked = 0;
      const files = await ECOSYSTEM_FORMATS[name](input, (model, feeds) => {
        asked++;
        return runOnnx(model, feeds);
      });
      expect([name, asked, files.has('model.onnx')]).toEqual([name, 1, true]);
    }
    const safetensors = await ECOSYSTEM_FORMATS.safetensors(input);
    expect(safetensors.get('weights.safetensors')).toBe(input.model.weights);
    const repository = await ECOSYSTEM_FORMATS.huggingface(input);
    expect(repository.get('model.safetensors')).toBe(input.model.weights);
  });

  it('carry a baseline where a format can, and refuse it by name where it cannot', async () => {
    const input = baselineOf(inputOf(sample(4)));
    for (const name of ['onnx', 'mlflow', 'huggingface'] as const) {
      expect((await ECOSYSTEM_FORMATS[name](input, runOnnx)).has('model.onnx')).toBe(true);
    }
    await expect(ECOSYSTEM_FORMATS.safetensors(input)).rejects.toMatchObject({
      code: 'export-refused',
      facts: { format: 'safetensors', reason: 'a baseline has no weights' },
    });
    await expect(ECOSYSTEM_FORMATS.tfjs(input)).rejects.toMatchObject({
      code: 'export-refused',
      facts: { reason: 'it is a baseline, and layers are networks only' },
    });
  });

  it('are not written where parts of the model do not belong together', async () => {
    const input = inputOf(sample(6));
    const other = { ...input, dataset: { ...input.dataset, manifest: linkTo('0'.repeat(64)) } };
    for (const name of NAMES) {
      await expect(ECOSYSTEM_FORMATS[name](other)).rejects.toMatchObject({
        code: 'internal',
      });
    }
  });
});
