/** Reads every source file and what it imports, as the compiler sees it. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface Edge {
  /** As written. */
  specifier: string;
  /** Path from the repository's root for a relative import (without its query), else null. */
  target: string | null;
  line: number;
}

export interface SourceFile {
  path: string;
  text: string;
  imports: Edge[];
}

export type Tree = Map<string, SourceFile>;

const root = fileURLToPath(new URL('../../../', import.meta.url));

function sourcesOnDisk(): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of ['src', 'workers']) {
    for (const entry of readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = `${folder}/${entry.replaceAll('\\', '/')}`;
      if (/\.(ts|svelte)$/.test(path) && !path.endsWith('.generated.ts')) {
        files.set(path, readFileSync(root + path, 'utf8'));
      }
    }
  }
  return files;
}

/** The scripts of a component with everything around them blanked out, so that line numbers stay. */
function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text;
  let script = text.replace(/[^\n]/g, ' ');
  for (const match of text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) {
    const body = match[1] ?? '';
    const start = match.index + match[0].indexOf('>') + 1;
    script = script.slice(0, start) + body + script.slice(start + body.length);
  }
  // Markup may import lazily: {#await import('./X.svelte')}.
  const lazy = [...text.matchAll(/import\(\s*(['"][^'"]+['"])\s*\)/g)].map(
    (m) => `import(${m[1]});`,
  );
  return `${script}\n${lazy.join('\n')}`;
}

function specifiersOf(source: ts.SourceFile): { specifier: string; line: number }[] {
  const found: { specifier: string; line: number }[] = [];
  const add = (node: ts.Node | undefined) => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push({ specifier: node.text, line: line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

export function readTree(sources: Map<string, string> = sourcesOnDisk()): Tree {
  const tree: Tree = new Map();
  for (const [path, text] of sources) {
    const source = ts.createSourceFile(
      path,
      scriptOf(path, text),
      ts.ScriptTarget.Latest,
      false,
      ts.ScriptKind.TS,
    );
    const imports = specifiersOf(source).map(({ specifier, line }) => ({
      specifier,
      line,
      target: specifier.startsWith('.')
        ? posix.normalize(posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')))
        : null,
    }));
    tree.set(path, { path, text, imports });
  }
  return tree;
}

/** The file of the tree that an import means, or null (a style sheet, a generated file). */
export function resolve(tree: Tree, target: string): SourceFile | null {
  for (const ending of ['', '.ts', '.svelte', '/index.ts', '.d.ts']) {
    const file = tree.get(target + ending);
    if (file) return file;
  }
  return null;
}
