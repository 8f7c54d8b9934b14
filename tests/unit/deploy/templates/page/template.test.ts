import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePageTemplateWithFiles } from '../../../../../scripts/vite/compile-page-template';
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
  const { html, files } = await compilePageTemplateWithFiles();

  it('is the same text each time', async () => {
    expect((await compilePageTemplateWithFiles()).html).toBe(html);
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
    return { ...net, model, task, recipe, evaluation: null };
  }

  it.each(['a net', 'trees'])(
    'makes a page of at most 150 KB and, packed by brotli, 50 KB, weights apart, of %s',
    async (kind) => {
      const input = kind === 'trees' ? await withTrees() : net;
      const page = Buffer.from(buildPage(input)).toString();
      const weights = toBase64(input.model.weights!);
      expect(page.split(weights)).toHaveLength(2);
      const bare = page.replace(weights, '');
      expect(bare.length).toBeLessThanOrEqual(150_000);
      expect(brotliCompressSync(bare).length).toBeLessThanOrEqual(50_000);
    },
  );
});
