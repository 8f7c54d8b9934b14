/** An expression as text with no more brackets than it needs; reading that gives the expression again. */
import { COMPARISON, KEYWORDS, LEVELS } from './parse';
import { WORD } from './tokens';
import type { Expression, Operator } from './types';

const UNARY = LEVELS.length;
const PRIMARY = UNARY + 1;

function levelOf(expression: Expression): number {
  switch (expression.node) {
    case 'binary':
      return levelOfOperator(expression.operator);
    case 'unary':
      return expression.operator === 'not' ? COMPARISON : UNARY;
    case 'number':
    case 'text':
    case 'boolean':
    case 'column':
    case 'call':
      return PRIMARY;
    default:
      throw expression satisfies never;
  }
}

function levelOfOperator(operator: Operator): number {
  return LEVELS.findIndex((operators) => operators.includes(operator));
}

/** A column as an expression names it. */
export function columnWord(name: string): string {
  WORD.lastIndex = 0;
  const bare = WORD.exec(name)?.[0] === name && !KEYWORDS.includes(name);
  return bare ? name : `\`${name.replaceAll('`', '``')}\``;
}

export function textWord(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

/** In brackets where it binds less tightly than what it stands in. */
function within(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return levelOf(expression) < least ? `(${text})` : text;
}

export function printExpression(expression: Expression): string {
  switch (expression.node) {
    case 'number':
      return String(expression.value);
    case 'text':
      return textWord(expression.value);
    case 'boolean':
      return String(expression.value);
    case 'column':
      return columnWord(expression.name);
    case 'unary':
      return expression.operator === 'not'
        ? `not ${within(expression.of, COMPARISON)}`
        : `-${within(expression.of, UNARY)}`;
    case 'binary': {
      const { operator, left, right } = expression;
      const level = levelOfOperator(operator);
      const tight = level + 1;
      const before = within(left, level === COMPARISON ? tight : level);
      return `${before} ${operator} ${within(right, tight)}`;
    }
    case 'call':
      return `${expression.name}(${expression.of.map(printExpression).join(', ')})`;
    default:
      throw expression satisfies never;
  }
}
