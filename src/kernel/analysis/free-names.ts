/**
 * The names that a program uses and does not declare: lexical scopes as the language has them, with
 * declarations known before the statements of their scope are read (hoisting).
 */
import type { AnyNode, Function as FunctionNode, Identifier, Pattern, Program } from 'acorn';
import { hoistedNames, lexicalNames, namesOfPattern } from './declarations';

export interface FreeUse {
  /** Offset of the first use. */
  at: number;
  /** Offset of the first assignment, or null. */
  assignedAt: number | null;
  guarded: boolean;
}

type Scope = ReadonlySet<string>;

export function freeNames(program: Program): Map<string, FreeUse> {
  const free = new Map<string, FreeUse>();
  const scopes: Scope[] = [];

  const within = (names: Iterable<Identifier>, read: () => void): void => {
    scopes.push(new Set([...names].map(({ name }) => name)));
    read();
    scopes.pop();
  };

  const use = ({ name, start }: Identifier, how: 'read' | 'typeof' | 'assign'): void => {
    if (scopes.some((scope) => scope.has(name))) return;
    const known = free.get(name) ?? { at: start, assignedAt: null, guarded: true };
    if (how !== 'typeof') known.guarded = false;
    if (how === 'assign') known.assignedAt ??= start;
    free.set(name, known);
  };

  /** A pattern's defaults and computed keys; its names too where it assigns and does not declare. */
  const pattern = (node: Pattern, assigns: boolean): void => {
    switch (node.type) {
      case 'Identifier':
        if (assigns) use(node, 'assign');
        break;
      case 'ObjectPattern':
        for (const each of node.properties) {
          if (each.type === 'RestElement') {
            pattern(each.argument, assigns);
          } else {
            if (each.computed) visit(each.key);
            pattern(each.value, assigns);
          }
        }
        break;
      case 'ArrayPattern':
        for (const each of node.elements) if (each) pattern(each, assigns);
        break;
      case 'RestElement':
        pattern(node.argument, assigns);
        break;
      case 'AssignmentPattern':
        pattern(node.left, assigns);
        visit(node.right);
        break;
      default:
        visit(node);
    }
  };

  const functionNode = (node: FunctionNode): void => {
    const own = node.type === 'FunctionExpression' && node.id ? [node.id] : [];
    const params = node.params.flatMap((each) => namesOfPattern(each));
    within([...own, ...params], () => {
      if (node.type !== 'ArrowFunctionExpression') scopes.push(new Set(['arguments']));
      // Defaults of parameters do not see what the body declares.
      for (const each of node.params) pattern(each, false);
      if (node.body.type === 'BlockStatement') {
        const { body } = node.body;
        within([...hoistedNames(node.body), ...lexicalNames(body)], () => body.forEach(visit));
      } else {
        visit(node.body);
      }
      if (node.type !== 'ArrowFunctionExpression') scopes.pop();
    });
  };

  const visit = (node: AnyNode): void => {
    switch (node.type) {
      case 'Identifier':
        use(node, 'read');
        return;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        functionNode(node);
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        within(node.id ? [node.id] : [], () => {
          if (node.superClass) visit(node.superClass);
          visit(node.body);
        });
        return;
      case 'PropertyDefinition':
        if (node.computed) visit(node.key);
        if (node.value) visit(node.value);
        return;
      case 'MethodDefinition':
      case 'Property':
        // A shorthand's key is its value.
        if (node.computed) visit(node.key);
        visit(node.value);
        return;
      case 'StaticBlock':
        within(
          [...node.body.flatMap((each) => hoistedNames(each)), ...lexicalNames(node.body)],
          () => node.body.forEach(visit),
        );
        return;
      case 'BlockStatement':
        within(lexicalNames(node.body), () => node.body.forEach(visit));
        return;
      case 'SwitchStatement':
        visit(node.discriminant);
        within(lexicalNames(node.cases.flatMap((each) => each.consequent)), () =>
          node.cases.forEach(visit),
        );
        return;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const head = node.type === 'ForStatement' ? node.init : node.left;
        within(head ? lexicalNames([head]) : [], () => {
          if (node.type === 'ForStatement') {
            if (node.init) visit(node.init);
          } else if (node.left.type === 'VariableDeclaration') {
            visit(node.left);
          } else {
            pattern(node.left, true);
          }
          children(node, (child) => {
            if (child !== head) visit(child);
          });
        });
        return;
      }
      case 'CatchClause':
        within(node.param ? namesOfPattern(node.param) : [], () => {
          if (node.param) pattern(node.param, false);
          visit(node.body);
        });
        return;
      case 'VariableDeclarator':
        pattern(node.id, false);
        if (node.init) visit(node.init);
        return;
      case 'AssignmentExpression':
        if (node.operator !== '=' && node.left.type === 'Identifier') use(node.left, 'read');
        pattern(node.left, true);
        visit(node.right);
        return;
      case 'UpdateExpression':
        if (node.argument.type === 'Identifier') use(node.argument, 'assign');
        else visit(node.argument);
        return;
      case 'UnaryExpression':
        if (node.operator === 'typeof' && node.argument.type === 'Identifier') {
          use(node.argument, 'typeof');
        } else {
          visit(node.argument);
        }
        return;
      case 'MemberExpression':
        visit(node.object);
        if (node.computed) visit(node.property);
        return;
      case 'LabeledStatement':
        visit(node.body);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'ImportDeclaration':
      case 'MetaProperty':
        return;
      default:
        children(node, visit);
    }
  };

  within([...hoistedNames(program), ...lexicalNames(program.body)], () =>
    program.body.forEach(visit),
  );
  return free;
}

/** The nodes right inside a node, in no promised order. */
export function children(node: AnyNode, read: (child: AnyNode) => void): void {
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const each of value) if (isNode(each)) read(each);
    } else if (isNode(value)) {
      read(value);
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
