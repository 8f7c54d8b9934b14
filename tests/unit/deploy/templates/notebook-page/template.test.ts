import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compileNotebookTemplateWithFiles } from '../../../../../scripts/vite/compile-notebook-template';
import { cagePolicy } from '../../../../../scripts/policy.mjs';
import { cagePage } from '../../../../../src/kernel/cage/page';
import { NOTEBOOK_SEAL_SLOT, NOTEBOOK_SLOT } from '../../../../../src/deploy/notebook-page/marks';
import { styleSetAside } from '../../../../../src/deploy/templates/notebook-page/markup-read';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe.each(['frozen', 'live'] as const)('the compiled template, %s', async (name) => {
  const { html, files } = await compileNotebookTemplateWithFiles(name);
  const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
  const [, script = ''] = /<script>([^]*?)<\/script>/.exec(html) ?? [];

  it('is the same text each time', async () => {
    expect((await compileNotebookTemplateWithFiles(name)).html).toBe(html);
  });

  it('lets the browser run its own script and style, and reaches nothing', () => {
    const [, frame = ''] = /<script>([^]*?)<\/script>/.exec(cagePage(cagePolicy)) ?? [];
    expect(style.length).toBeGreaterThan(1000);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      ...(name === 'live'
        ? [`script-src ${hash(script)} ${hash(frame)} 'unsafe-eval'`, 'worker-src data:']
        : [`script-src ${hash(script)}`]),
      `style-src ${hash(style)}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html).not.toMatch(/(?:src|href)\s*=\s*"(?!data:)/);
    expect(script).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|outerHTML/);
  });

  it('has one place for the data and one for the seal', () => {
    expect(html.split(NOTEBOOK_SLOT)).toHaveLength(2);
    expect(html.split(NOTEBOOK_SEAL_SLOT)).toHaveLength(2);
  });

  it('brings the kernel only where something is live', () => {
    expect(files.some((file) => file.includes('src/kernel/'))).toBe(name === 'live');
    expect(html.length).toBeLessThan(name === 'live' ? 130_000 : 50_000);
  });
});

describe('styles in markup that is parsed for cleaning', () => {
  it('go by another name, and texts that only look like one stay', () => {
    expect(styleSetAside('<p style="color:red" title="my style=x">a style=b</p>')).toBe(
      '<p data-loam-style="color:red" title="my style=x">a style=b</p>',
    );
    expect(styleSetAside(`<svg><g class='a'style='b'/><STYLE>c{}</style></svg>`)).toBe(
      `<svg><g class='a'data-loam-style='b'/><x-style>c{}</x-style></svg>`,
    );
  });
});
