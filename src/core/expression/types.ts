/** Row expressions as data; EXPRESSION.md says what they mean. */

export type ValueType = 'number' | 'text' | 'boolean' | 'date';

export type Operator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/';

export type FunctionName =
  | 'if'
  | 'coalesce'
  | 'missing'
  | 'equals'
  | 'min'
  | 'max'
  | 'abs'
  | 'round'
  | 'floor'
  | 'log'
  | 'exp'
  | 'sqrt'
  | 'pow'
  | 'lower'
  | 'upper'
  | 'trim'
  | 'length'
  | 'contains'
  | 'concat'
  | 'date'
  | 'year'
  | 'month'
  | 'day'
  | 'weekday'
  | 'hour'
  | 'days_between';

type Node<More> = More &
  (
    | { node: 'number'; value: number }
    | { node: 'text'; value: string }
    | { node: 'boolean'; value: boolean }
    | { node: 'column'; name: string }
    | { node: 'unary'; operator: '-' | 'not'; of: Node<More> }
    | { node: 'binary'; operator: Operator; left: Node<More>; right: Node<More> }
    | { node: 'call'; name: FunctionName; of: Node<More>[] }
  );

/** As it was read; `at` is where it begins in the text, in UTF-16 code units from 0. */
export type Expression = Node<{ at: number }>;

/** As a table's columns type it. */
export type Typed = Node<{ at: number; is: ValueType }>;

/** Why a text is no expression, or none over these columns. */
export interface ExpressionProblem {
  /** Where, in UTF-16 code units from 0; `length` may be 0, at the end of the text. */
  at: number;
  length: number;
  /** One plain sentence. */
  message: string;
}

export class ExpressionError extends Error {
  constructor(readonly problem: ExpressionProblem) {
    super(problem.message);
  }
}
