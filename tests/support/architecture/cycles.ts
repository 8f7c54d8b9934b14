/** Cycles between files, each written as a path that returns to its start. */
import { resolve, type Tree } from './read-tree';

export function cycles(tree: Tree): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const stack: string[] = [];
  const found = new Set<string>();

  const visit = (path: string): void => {
    state.set(path, 'open');
    stack.push(path);
    for (const edge of tree.get(path)?.imports ?? []) {
      const next = edge.target === null ? null : resolve(tree, edge.target)?.path;
      if (!next || /\?worker/.test(edge.specifier)) continue;
      if (state.get(next) === 'open')
        found.add([...stack.slice(stack.indexOf(next)), next].join(' -> '));
      else if (!state.has(next)) visit(next);
    }
    stack.pop();
    state.set(path, 'done');
  };

  for (const path of tree.keys()) if (!state.has(path)) visit(path);
  return [...found];
}
