/**
 * For scripts that people read and change: comments stay in the template's own files, and are left out of what
 * lies below them (core, ml, packages), whose source is elsewhere. A third of a readable script would be those.
 */
import ts from 'typescript';
import type { Plugin } from 'vite';

export function coreWithoutComments(templates: string): Plugin {
  return {
    name: 'loam-core-without-comments',
    enforce: 'pre',
    transform(code, id) {
      const [path] = id.split('?') as [string];
      if (path.startsWith(templates) || !/\.[jt]s$/.test(path) || path.startsWith('\0'))
        return null;
      const { outputText } = ts.transpileModule(code, {
        fileName: path,
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
          allowJs: true,
          removeComments: true,
        },
      });
      return { code: outputText, map: null };
    },
  };
}
