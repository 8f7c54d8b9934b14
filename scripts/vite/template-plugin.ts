/**
 * `await import('virtual:loam-template/page-trees')` answers a compiled page template as a string, and
 * `.../notebook-frozen` (`-live`) those of a notebook,
 * `.../cage-runtime` (`-plot`, `-arquero`, `-tf`) the scripts that are evaluated in the cage. Each is a
 * chunk of its own: not in the first screen, kept by the service worker, the same in dev, build and tests.
 */
import type { Plugin } from 'vite';
import { cageCodeNames, compileCageCodeWithFiles } from './compile-cage-code';
import { compileFolderTemplateWithFiles, folderTemplateNames } from './compile-folder-template';
import { compileNotebookTemplateWithFiles } from './compile-notebook-template';
import { compilePageTemplateWithFiles } from './compile-page-template';
import { PAGE_PREPARATIONS } from '../../src/deploy/page/page-preparation';

export { compileCageCode } from './compile-cage-code';
export { compileFolderTemplate } from './compile-folder-template';
export { compilePageTemplate } from './compile-page-template';

const PREFIX = 'virtual:loam-template/';

interface Compiled {
  /** The text of one file, or files as text by path. */
  text: string | Record<string, string>;
  files: string[];
}

const templates: Record<string, () => Promise<Compiled>> = {};
for (const [place, name] of [
  ['file', 'page'],
  ['server', 'page-hosted'],
] as const) {
  for (const preparation of PAGE_PREPARATIONS) {
    templates[`${name}-${preparation}`] = () =>
      compilePageTemplateWithFiles(place, preparation).then(({ html, files }) => ({
        text: html,
        files,
      }));
  }
}
for (const name of ['frozen', 'live'] as const) {
  templates[`notebook-${name}`] = () =>
    compileNotebookTemplateWithFiles(name).then(({ html, files }) => ({ text: html, files }));
}
for (const name of folderTemplateNames) {
  templates[name] = async () => {
    const { template, files } = await compileFolderTemplateWithFiles(name);
    return { text: template, files };
  };
}
for (const name of cageCodeNames) {
  templates[`cage-${name}`] = () =>
    compileCageCodeWithFiles(name).then(({ code, files }) => ({ text: code, files }));
}

export function templatePlugin(): Plugin {
  return {
    name: 'loam-templates',
    resolveId(id) {
      return id.startsWith(PREFIX) && Object.hasOwn(templates, id.slice(PREFIX.length))
        ? `\0${id}`
        : null;
    },
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const { text, files } = await templates[id.slice(PREFIX.length + 1)]!();
      for (const file of files) this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(text)};`, moduleType: 'js' };
    },
  };
}
