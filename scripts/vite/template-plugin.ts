/**
 * `await import('virtual:loam-template/page')` answers the compiled page template as a string. It is a
 * chunk of its own: not in the first screen, kept by the service worker, the same in dev, build and tests.
 */
import type { Plugin } from 'vite';
import { compilePageTemplateWithFiles } from './compile-page-template';

export { compilePageTemplate } from './compile-page-template';

const ID = 'virtual:loam-template/page';
const RESOLVED = `\0${ID}`;

export function templatePlugin(): Plugin {
  return {
    name: 'loam-templates',
    resolveId(id) {
      return id === ID ? RESOLVED : null;
    },
    async load(id) {
      if (id !== RESOLVED) return null;
      const { html, files } = await compilePageTemplateWithFiles();
      for (const file of files) this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(html)};`, moduleType: 'js' };
    },
  };
}
