import type { Expression } from './types';

/** Names of the columns that it reads, each once, in the order in which they first stand in it. */
export function columnsRead(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (each: Expression): void => {
    switch (each.node) {
      case 'column':
        names.add(each.name);
        return;
      case 'unary':
        return visit(each.of);
      case 'binary':
        visit(each.left);
        return visit(each.right);
      case 'call':
        return each.of.forEach(visit);
      case 'number':
      case 'text':
      case 'boolean':
        return;
      default:
        throw each satisfies never;
    }
  };
  visit(expression);
  return [...names];
}
