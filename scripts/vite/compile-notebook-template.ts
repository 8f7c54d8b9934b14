/**
 * Compiles the two templates of an exported notebook: `frozen`, which only draws, and `live`, whose script (of
 * src/app, the floor that may join the kernel with models) also runs cells in a cage. Both name each of their scripts
 * by its hash. The frame of the cage inherits the page's policy, so its one script is named too, and what the cage
 * needs beyond it: to evaluate cells, in a worker that is written out in its own address.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  NOTEBOOK_OPEN,
  NOTEBOOK_SEAL_OPEN,
  NOTEBOOK_SEAL_SLOT,
  NOTEBOOK_SLOT,
} from '../../src/deploy/notebook-page/marks';
import { asciiJson, CLOSE } from '../../src/deploy/page/markup';
import { FRAME_OPEN } from '../../src/app/notebook/page-live/frame-mark';
import { cagePage } from '../../src/kernel/cage/page';
import { cagePolicy } from '../policy.mjs';
import { bundleTemplate, fillShell, hashSource, type CompiledTemplate } from './bundle-template';

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

const SHELL = source('deploy/templates/notebook-page/shell.html');

export type NotebookTemplate = 'frozen' | 'live';

const entries: Record<NotebookTemplate, string> = {
  frozen: source('deploy/templates/notebook-page/main.ts'),
  live: source('app/notebook/page-live/main.ts'),
};

/** The frame's document, and how a policy names its script. */
function cageFrame(): { html: string; script: string } {
  const html = cagePage(cagePolicy);
  const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1];
  if (script === undefined) throw new Error('the page of the cage has no script');
  return { html, script: hashSource(script) };
}

export async function compileNotebookTemplateWithFiles(
  name: NotebookTemplate,
): Promise<CompiledTemplate> {
  const [shell, { script, style, files }] = await Promise.all([
    readFile(SHELL, 'utf8'),
    bundleTemplate(entries[name]),
  ]);
  const frame = name === 'live' ? cageFrame() : null;
  const policy = [
    "default-src 'none'",
    `script-src '${hashSource(script)}'${frame ? ` '${frame.script}' 'unsafe-eval'` : ''}`,
    ...(frame ? ['worker-src data:'] : []),
    `style-src '${hashSource(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = fillShell(shell, {
    '%loam-policy%': policy,
    '<!--loam-style-->': `<style>${style}</style>`,
    '<!--loam-data-->': [
      `${NOTEBOOK_OPEN}${NOTEBOOK_SLOT}${CLOSE}`,
      `${NOTEBOOK_SEAL_OPEN}${NOTEBOOK_SEAL_SLOT}${CLOSE}`,
      ...(frame ? [`${FRAME_OPEN}${asciiJson(JSON.stringify(frame.html))}${CLOSE}`] : []),
    ].join('\n    '),
    '<!--loam-script-->': `<script>${script}</script>`,
  });
  return { html, files: [SHELL, ...files] };
}

const compiled = new Map<NotebookTemplate, Promise<string>>();

/** One of the templates as text: equal sources give equal text. Compiled once per process. */
export function compileNotebookTemplate(name: NotebookTemplate): Promise<string> {
  let text = compiled.get(name);
  if (!text) {
    text = compileNotebookTemplateWithFiles(name).then(({ html }) => html);
    compiled.set(name, text);
  }
  return text;
}
