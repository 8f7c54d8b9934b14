/**
 * For scripts that people read and change: comments stay in the template's own files, and are left out of what
 * lies below them (core, ml, packages), whose source is elsewhere. A third of a readable script would be those.
 */
import ts from 'typescript';
import type { Plugin } from 'vite';

/**
 * The comment that says that an unused value may go: without it, tables of hashes that nobody asks for stay in
 * every script. TypeScript takes all comments, so it crosses as an operator that stands in the same places.
 */
const PURE = '/* @__PURE__ */';
const KEPT = 'void void ';

export function coreWithoutComments(templates: string): Plugin {
  return {
    name: 'loam-core-without-comments',
    enforce: 'pre',
    transform(code, id) {
      const [path] = id.split('?') as [string];
      if (path.startsWith(templates) || !/\.[jt]s$/.test(path) || path.startsWith('\0'))
        return null;
      const { outputText } = ts.transpileModule(code.replaceAll(PURE, KEPT), {
        fileName: path,
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
          allowJs: true,
          removeComments: true,
        },
      });
      return { code: outputText.replaceAll(KEPT, PURE), map: null };
    },
  };
}
