/** Which names a pattern, a block or a function declares. */
import type { AnyNode, Identifier, Pattern } from 'acorn';

export function namesOfPattern(pattern: Pattern, found: Identifier[] = []): Identifier[] {
  switch (pattern.type) {
    case 'Identifier':
      found.push(pattern);
      break;
    case 'ObjectPattern':
      for (const each of pattern.properties) {
        namesOfPattern(each.type === 'RestElement' ? each.argument : each.value, found);
      }
      break;
    case 'ArrayPattern':
      for (const each of pattern.elements) if (each) namesOfPattern(each, found);
      break;
    case 'RestElement':
      namesOfPattern(pattern.argument, found);
      break;
    case 'AssignmentPattern':
      namesOfPattern(pattern.left, found);
      break;
    case 'MemberExpression':
      break;
    default:
      pattern satisfies never;
  }
  return found;
}

/** Names of let, const, using, class, function and import among these statements, not inside of them. */
export function lexicalNames(statements: readonly AnyNode[]): Identifier[] {
  const found: Identifier[] = [];
  for (const each of statements) {
    if (each.type === 'VariableDeclaration' && each.kind !== 'var') {
      for (const { id } of each.declarations) namesOfPattern(id, found);
    } else if (each.type === 'FunctionDeclaration' || each.type === 'ClassDeclaration') {
      if (each.id) found.push(each.id);
    } else if (each.type === 'ImportDeclaration') {
      for (const { local } of each.specifiers) found.push(local);
    }
  }
  return found;
}

/** Names of var anywhere in a function's body, functions in it left out. */
export function hoistedNames(node: AnyNode, found: Identifier[] = []): Identifier[] {
  if (node.type === 'VariableDeclaration' && node.kind === 'var') {
    for (const { id } of node.declarations) namesOfPattern(id, found);
  }
  for (const child of statementsIn(node)) hoistedNames(child, found);
  return found;
}

/** Statements right inside a statement: where a var can stand. */
function statementsIn(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
      return node.body;
    case 'IfStatement':
      return node.alternate ? [node.consequent, node.alternate] : [node.consequent];
    case 'ForStatement':
      return node.init ? [node.init, node.body] : [node.body];
    case 'ForInStatement':
    case 'ForOfStatement':
      return [node.left, node.body];
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
      return [node.body];
    case 'SwitchStatement':
      return node.cases.flatMap((each) => each.consequent);
    case 'TryStatement':
      return [
        node.block,
        ...(node.handler ? [node.handler.body] : []),
        ...(node.finalizer ? [node.finalizer] : []),
      ];
    default:
      return [];
  }
}
