import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePageTemplateWithFiles } from '../../../../../scripts/vite/compile-page-template';
import type { FittedPreprocessing, ModelManifest } from '../../../../../src/core/model/types';
import { identityOf, linkTo } from '../../../../../src/core/hash/digest';
import { buildPage, type PageInput } from '../../../../../src/deploy/page';
import { toBase64 } from '../../../../../src/deploy/page/base64';
import { DATA_SLOT, SEAL_SLOT } from '../../../../../src/deploy/page/markup';
import { pageInputOf } from '../../../../support/page-input';
import { randomData } from '../../../../support/page-tables';
import { randomTreesJob } from '../../../../support/random-trees';
import { plainInputs, sealedModel } from '../../../../support/sealed-model';
import { trainTrees } from '../../../../support/trained-trees';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the compiled template', async () => {
  const { html, files } = await compilePageTemplateWithFiles('file', 'nets');

  it('is the same text each time', async () => {
    expect((await compilePageTemplateWithFiles('file', 'nets')).html).toBe(html);
  });

  it('lets the browser run its own script and style, and nothing else', () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
    const [, script = ''] = /<script>([^]*?)<\/script>/.exec(html) ?? [];
    expect(style.length).toBeGreaterThan(1000);
    expect(script.length).toBeGreaterThan(10_000);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash(script)}`,
      `style-src ${hash(style)}`,
      'img-src data:',
      'worker-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('refers to nothing outside itself', () => {
    expect(html).not.toMatch(/(?:src|href)\s*=\s*"(?!data:)/);
    expect(html).not.toMatch(/@import|url\(|https?:\/\//);
    expect(html).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|\beval\(|new Function/);
  });

  it('has one place for the data and one for the seal', () => {
    expect(html.split(DATA_SLOT)).toHaveLength(2);
    expect(html.split(SEAL_SLOT)).toHaveLength(2);
  });

  it('names the files it was made of, to watch', () => {
    expect(files.some((file) => file.endsWith('shell.html'))).toBe(true);
    expect(files.some((file) => file.endsWith('templates/page/main.ts'))).toBe(true);
    expect(files.some((file) => file.endsWith('templates/page/style.css'))).toBe(true);
  });

  const [data] = fc.sample(randomData, { numRuns: 1, seed: 3 });
  const net = pageInputOf({ ...data!, template: html, hidden: [64, 32] });

  async function withTrees(): Promise<PageInput> {
    const { ensemble, tensors } = await trainTrees(randomTreesJob(7, { loss: 'softmax' }), 20);
    const model = sealedModel({
      ...plainInputs(ensemble.inputs),
      network: ensemble,
      tensors: [...tensors.values()],
      outputs: ensemble.outputs,
    });
    const { kind, target, classes } = model.manifest;
    const task = { ...net.task, kind, target, classes };
    const recipe = { ...net.recipe, task: linkTo(identityOf(task)) };
    const { html: template } = await compilePageTemplateWithFiles('file', 'trees');
    return { ...net, template, model, task, recipe, evaluation: null };
  }

  /** On the page that has code for everything: a made column and a calibrator. */
  async function withAll(): Promise<PageInput> {
    const { html: template } = await compilePageTemplateWithFiles('file', 'all');
    const input = await withTrees();
    const derived = [{ name: 'made', expression: 'log(x0 + 1) / coalesce(x1, 1)' }];
    const preprocessing: FittedPreprocessing = {
      ...input.model.preprocessing,
      format: 'loam.preprocessing/2',
      derived,
      lags: [],
      steps: input.model.preprocessing.steps.map((step, i) =>
        i === 0 ? { ...step, column: 'made' } : step,
      ),
    };
    const manifest: ModelManifest = {
      ...input.model.manifest,
      format: 'loam.model/2',
      preprocessing: linkTo(identityOf(preprocessing)),
      calibrator: { type: 'temperature', temperature: 1.3 },
    };
    const link = linkTo(identityOf(manifest));
    return { ...input, template, model: { ...input.model, link, manifest, preprocessing } };
  }

  async function inputOf(kind: string): Promise<PageInput> {
    if (kind === 'a net') return net;
    if (kind === 'trees') return withTrees();
    if (kind !== 'a linear model') return withAll();
    const { html: template } = await compilePageTemplateWithFiles('file', 'linear');
    return pageInputOf({ ...data!, template, hidden: [] });
  }

  it.each(['a net', 'a linear model', 'trees', 'trees that read a made column and are calibrated'])(
    'makes a page of at most 150 KB and, packed by brotli, 50 KB, weights apart, of %s',
    async (kind) => {
      const input = await inputOf(kind);
      const page = Buffer.from(buildPage(input)).toString();
      const weights = toBase64(input.model.weights!);
      expect(page.split(weights)).toHaveLength(2);
      const bare = page.replace(weights, '');
      expect(bare.length).toBeLessThanOrEqual(150_000);
      expect(brotliCompressSync(bare).length).toBeLessThanOrEqual(50_000);
    },
  );
});
