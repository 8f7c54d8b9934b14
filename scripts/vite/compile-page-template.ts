/**
 * Compiles src/deploy/templates/page into one HTML text without outside references. Its policy names
 * the one script and the one style by their hash, so a browser refuses either when it was changed.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleTemplate, fillShell, hashSource, type CompiledTemplate } from './bundle-template';
import { PAGE_SLOTS } from '../../src/deploy/page/page-slots';

export const PAGE_TEMPLATE_SOURCE = fileURLToPath(
  new URL('../../src/deploy/templates/page/', import.meta.url),
);

/** For a file on disk, or for a folder on a server: there it has a web manifest and a service worker. */
export type PagePlace = 'file' | 'server';

const FILE_LINKS = '<link rel="icon" href="data:," />';
const SERVER_LINKS =
  '<link rel="icon" href="icon.svg" />\n    <link rel="manifest" href="manifest.webmanifest" />';

export async function compilePageTemplateWithFiles(
  place: PagePlace = 'file',
): Promise<CompiledTemplate> {
  const shellPath = `${PAGE_TEMPLATE_SOURCE}shell.html`;
  const [shell, { script, style, files }] = await Promise.all([
    readFile(shellPath, 'utf8'),
    bundleTemplate(`${PAGE_TEMPLATE_SOURCE}main.ts`),
  ]);
  const policy = [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    ...(place === 'server'
      ? ["img-src 'self' data:", "worker-src 'self' blob:", "manifest-src 'self'"]
      : ['img-src data:', 'worker-src blob:']),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = fillShell(shell, {
    '%loam-policy%': policy,
    '<!--loam-icon-->': place === 'server' ? SERVER_LINKS : FILE_LINKS,
    '<!--loam-style-->': `<style>${style}</style>`,
    '<!--loam-data-->': PAGE_SLOTS,
    '<!--loam-script-->': `<script>${script}</script>`,
  });
  return { html, files: [shellPath, ...files] };
}

let compiled: Promise<string> | null = null;

/** The page template as text: equal sources give equal text. Compiled once per process. */
export function compilePageTemplate(): Promise<string> {
  compiled ??= compilePageTemplateWithFiles().then(({ html }) => html);
  return compiled;
}
