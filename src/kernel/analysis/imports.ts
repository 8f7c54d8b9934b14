/** Modules that a cell takes in, and the code that takes them. */
import type { AnyNode, ImportDeclaration, ImportExpression, MetaProperty, Program } from 'acorn';
import { children } from './free-names';

/** Not a name of the workspace: it has a scheme, or is a path. */
export function isAddress(specifier: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/|\.\.?\/)/i.test(specifier);
}

export function importStatements(program: Program): ImportDeclaration[] {
  return program.body.filter((each) => each.type === 'ImportDeclaration');
}

export function importExpressions(program: Program, code: string): ImportExpression[] {
  return code.includes('import')
    ? nodesOf(program, (node) => node.type === 'ImportExpression')
    : [];
}

/** `import.meta`, which only a module has. */
export function metaProperties(program: Program, code: string): MetaProperty[] {
  return code.includes('import')
    ? nodesOf(program, (node) => node.type === 'MetaProperty' && node.meta.name === 'import')
    : [];
}

function nodesOf<T extends AnyNode>(program: Program, wanted: (node: AnyNode) => boolean): T[] {
  const found: T[] = [];
  const visit = (node: AnyNode): void => {
    if (wanted(node)) found.push(node as T);
    children(node, visit);
  };
  visit(program);
  return found;
}

/** A specifier that is written out, else null. */
export function literalOf(node: ImportDeclaration | ImportExpression): string | null {
  const { source } = node;
  return source.type === 'Literal' && typeof source.value === 'string' ? source.value : null;
}

export function importedNames(node: ImportDeclaration): string[] {
  return node.specifiers.map((each) => {
    if (each.type === 'ImportNamespaceSpecifier') return '*';
    if (each.type === 'ImportDefaultSpecifier') return 'default';
    return each.imported.type === 'Identifier' ? each.imported.name : String(each.imported.value);
  });
}

/** The same names by `$import`, on one line. */
export function importCode(node: ImportDeclaration): string {
  const specifier = JSON.stringify(String(node.source.value));
  const wanted = importedNames(node);
  const names = wanted.filter((name) => name !== '*');
  const call = `await $import(${specifier}${names.length ? `, ${JSON.stringify(names)}` : ''})`;
  const whole = node.specifiers.find((each) => each.type === 'ImportNamespaceSpecifier')?.local
    .name;
  const taken = node.specifiers
    .map((each, i) => ({ local: each.local.name, name: wanted[i]! }))
    .filter(({ name }) => name !== '*')
    .map(({ local, name }) => `${JSON.stringify(name)}: ${local}`);
  const pattern = `{ ${taken.join(', ')} }`;
  if (whole && names.length) return `const ${whole} = ${call}, ${pattern} = ${whole};`;
  if (whole) return `const ${whole} = ${call};`;
  return names.length ? `const ${pattern} = ${call};` : `${call};`;
}
