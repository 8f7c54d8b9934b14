import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../../../scripts/vite/compile-folder-template';
import { compilePageTemplateWithFiles } from '../../../../scripts/vite/compile-page-template';
import { readBundle } from '../../../../src/deploy/bundle/read-bundle';
import { buildPage, readPage } from '../../../../src/deploy/page';
import { buildPageFolder } from '../../../../src/deploy/page-folder';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

describe('a page as a folder', async () => {
  const [data] = fc.sample(randomData, { numRuns: 1, seed: 21 });
  const { html } = await compilePageTemplateWithFiles('server', 'nets');
  const { template: _, ...input } = pageInputOf({ ...data!, template: '', name: 'Größe <1>' });
  const template = await compileFolderTemplate('page-folder');
  const files = buildPageFolder(input, html, template);
  const textOf = (path: string) => new TextDecoder().decode(files.get(path));

  it('is a bundle whose page carries the same model', () => {
    const { manifest, models } = readBundle(files);
    expect(manifest.kind).toBe('page');
    expect(models[0]).toEqual(readPage(files.get('index.html')!));
  });

  it('has the same bytes each time', () => {
    expect(buildPageFolder(input, html, template)).toEqual(files);
  });

  it('lets its page start a worker and read a manifest of its own place, and nothing else more', async () => {
    const policyOf = (text: string) => /Policy" content="([^"]+)"/.exec(text)![1]!.split('; ');
    const file = await compilePageTemplateWithFiles('file', 'nets');
    const onDisk = policyOf(new TextDecoder().decode(buildPage({ ...input, template: file.html })));
    const hosted = policyOf(textOf('index.html'));
    expect(hosted.filter((each) => !onDisk.includes(each))).toEqual([
      "img-src 'self' data:",
      "worker-src 'self' blob:",
      "manifest-src 'self'",
    ]);
  });

  it('has a manifest that names the model and files that are there', () => {
    const manifest = JSON.parse(textOf('manifest.webmanifest')) as {
      name: string;
      icons: { src: string }[];
    };
    expect(manifest.name).toBe(`Größe <1> ${input.version}`);
    for (const { src } of manifest.icons) expect(files.has(src)).toBe(true);
  });

  it('has a service worker without imports, as browsers start it as a plain script', () => {
    expect(textOf('sw.js')).not.toMatch(/^\s*(import|export)\b/m);
  });
});
