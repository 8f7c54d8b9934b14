/**
 * Compiles src/deploy/templates/page into one HTML text without outside references. Its policy names
 * the one script and the one style by their hash, so a browser refuses either when it was changed.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { CLOSE, DATA_OPEN, DATA_SLOT, SEAL_OPEN, SEAL_SLOT } from '../../src/deploy/page/markup';

export const PAGE_TEMPLATE_SOURCE = fileURLToPath(
  new URL('../../src/deploy/templates/page/', import.meta.url),
);

function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

interface Bundle {
  script: string;
  style: string;
  /** Every file that went in, to watch. */
  files: string[];
}

async function bundle(): Promise<Bundle> {
  // Vite's build sets NODE_ENV for the process that it runs in; a dev server or test run must not notice.
  const environment = process.env.NODE_ENV;
  const outcome = await build({
    configFile: false,
    logLevel: 'warn',
    root: PAGE_TEMPLATE_SOURCE,
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: `${PAGE_TEMPLATE_SOURCE}main.ts`,
        output: { format: 'iife', codeSplitting: false },
      },
    },
  });
  if (environment === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = environment;
  const { output } = [outcome].flat()[0] as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  const [chunk] = chunks;
  const [style] = styles;
  if (!chunk || chunks.length > 1 || style?.type !== 'asset' || output.length > 2) {
    throw new Error(
      `the page template must bundle to one script and one style: ${output.map((f) => f.fileName)}`,
    );
  }
  return {
    script: chunk.code.trim(),
    style: String(style.source).trim(),
    files: Object.keys(chunk.modules),
  };
}

export interface CompiledTemplate {
  html: string;
  files: string[];
}

function fill(shell: string, slots: Record<string, string>): string {
  return Object.entries(slots).reduce((text, [slot, content]) => {
    const [before, after, ...more] = text.split(slot);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`shell.html must have ${slot} once`);
    }
    return before + content + after;
  }, shell);
}

export async function compilePageTemplateWithFiles(): Promise<CompiledTemplate> {
  const shellPath = `${PAGE_TEMPLATE_SOURCE}shell.html`;
  const [shell, { script, style, files }] = await Promise.all([
    readFile(shellPath, 'utf8'),
    bundle(),
  ]);
  if (/<\/script|<!--|%loam-|\r/i.test(script))
    throw new Error('the page script cannot be inlined');
  if (/<\/style|<!--|%loam-|\r/i.test(style)) throw new Error('the page style cannot be inlined');
  const policy = [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = fill(shell, {
    '%loam-policy%': policy,
    '<!--loam-style-->': `<style>${style}</style>`,
    '<!--loam-data-->': `${DATA_OPEN}${DATA_SLOT}${CLOSE}\n    ${SEAL_OPEN}${SEAL_SLOT}${CLOSE}`,
    '<!--loam-script-->': `<script>${script}</script>`,
  });
  return { html, files: [shellPath, ...files.filter((file) => file.startsWith('/'))] };
}

let compiled: Promise<string> | null = null;

/** The page template as text: equal sources give equal text. Compiled once per process. */
export function compilePageTemplate(): Promise<string> {
  compiled ??= compilePageTemplateWithFiles().then(({ html }) => html);
  return compiled;
}
