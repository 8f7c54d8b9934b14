import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compilePageTemplateWithFiles } from '../../../../../scripts/vite/compile-page-template';
import { DATA_SLOT, SEAL_SLOT } from '../../../../../src/deploy/page/markup';

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

  it('leaves room for an iris model in 150 KB', () => {
    expect(html.length).toBeLessThan(90_000);
  });
});
