/** Text to an expression, by recursive descent. It ends for every text: with an expression, or a place and a sentence. */
import { FUNCTIONS, isFunctionName } from './functions';
import { tokensOf, type Token } from './tokens';
import { ExpressionError, type Expression, type ExpressionProblem, type Operator } from './types';

export type Parsed =
  { type: 'expression'; expression: Expression } | { type: 'problem'; problem: ExpressionProblem };

/** From the loosest to the tightest; comparisons do not chain. */
export const LEVELS: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];
export const COMPARISON = 2;
export const KEYWORDS: readonly string[] = ['and', 'or', 'not', 'true', 'false'];

/** Brackets, calls and signs within each other; and parts in all. */
const DEEPEST = 50;
const MOST_PARTS = 500;

class Parser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;
  #parts = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  whole(): Expression {
    const expression = this.#level(0);
    const rest = this.#token;
    if (rest.type !== 'end') this.#fail(`${shown(rest)} is not expected here`);
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #fail(message: string, { at, length } = this.#token): never {
    throw new ExpressionError({ at, length, message });
  }

  #part<E extends Expression>(expression: E): E {
    if (++this.#parts > MOST_PARTS) this.#fail(`The expression has more than ${MOST_PARTS} parts`);
    return expression;
  }

  #deeper(read: () => Expression): Expression {
    if (++this.#depth > DEEPEST) this.#fail(`More than ${DEEPEST} within each other`);
    const expression = read();
    this.#depth--;
    return expression;
  }

  #is(value: string): boolean {
    const token = this.#token;
    return (token.type === 'sign' || token.type === 'word') && token.value === value;
  }

  #operator(level: number): Operator | null {
    return LEVELS[level]!.find((operator) => this.#is(operator)) ?? null;
  }

  #level(level: number): Expression {
    if (level === LEVELS.length) return this.#unary();
    if (level === COMPARISON && this.#is('not')) return this.#not();
    let left = this.#level(level + 1);
    for (;;) {
      const operator = this.#operator(level);
      if (operator === null) return left;
      this.#next++;
      const right = this.#level(level + 1);
      left = this.#part({ node: 'binary', at: left.at, operator, left, right });
      if (level === COMPARISON && this.#operator(level)) {
        this.#fail('Comparisons do not chain: join two by and');
      }
    }
  }

  #not(): Expression {
    const { at } = this.#token;
    this.#next++;
    const of = this.#deeper(() => this.#level(COMPARISON));
    return this.#part({ node: 'unary', at, operator: 'not', of });
  }

  #unary(): Expression {
    if (!this.#is('-')) return this.#primary();
    const { at } = this.#token;
    this.#next++;
    const of = this.#deeper(() => this.#unary());
    return this.#part({ node: 'unary', at, operator: '-', of });
  }

  #primary(): Expression {
    const token = this.#token;
    const { at } = token;
    switch (token.type) {
      case 'number':
        this.#next++;
        return this.#part({ node: 'number', at, value: token.value });
      case 'text':
        this.#next++;
        return this.#part({ node: 'text', at, value: token.value });
      case 'name':
        this.#next++;
        return this.#part({ node: 'column', at, name: token.value });
      case 'word':
        return this.#word(token);
      case 'sign': {
        if (token.value !== '(') return this.#fail(`${shown(token)} is not expected here`);
        this.#next++;
        const within = this.#deeper(() => this.#level(0));
        this.#close();
        return within;
      }
      case 'end':
        return this.#fail(
          this.#next === 0 ? 'There is nothing to compute yet' : 'Something is missing at the end',
        );
      default:
        throw token satisfies never;
    }
  }

  #word(token: Extract<Token, { type: 'word' }>): Expression {
    const { at, value } = token;
    if (value === 'true' || value === 'false') {
      this.#next++;
      return this.#part({ node: 'boolean', at, value: value === 'true' });
    }
    if (value === 'not')
      return this.#fail('not stands before a whole comparison: put it in brackets');
    if (KEYWORDS.includes(value)) return this.#fail(`Before ${value} something is missing`);
    this.#next++;
    if (!this.#is('(')) return this.#part({ node: 'column', at, name: value });
    if (!isFunctionName(value)) {
      return this.#fail(
        `There is no function ${value}; there are ${Object.keys(FUNCTIONS).join(', ')}`,
        token,
      );
    }
    this.#next++;
    const of: Expression[] = [];
    if (!this.#is(')')) {
      do {
        if (of.length > 0) this.#next++;
        of.push(this.#deeper(() => this.#level(0)));
      } while (this.#is(','));
    }
    this.#close();
    return this.#part({ node: 'call', at, name: value, of });
  }

  #close(): void {
    if (!this.#is(')')) this.#fail('A closing bracket is missing here');
    this.#next++;
  }
}

function shown(token: Token): string {
  if (token.type === 'end') return 'The end';
  return token.type === 'text' ? `"${token.value}"` : String(token.value);
}

export function parseExpression(text: string): Parsed {
  try {
    return { type: 'expression', expression: new Parser(text).whole() };
  } catch (error) {
    if (error instanceof ExpressionError) return { type: 'problem', problem: error.problem };
    throw error;
  }
}
