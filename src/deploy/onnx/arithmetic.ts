/** Sums and comparisons of doubles inside a graph, written as they are read. */
import type { OnnxGraph, ValueName } from './graph';

/** A value of the graph, or a number that every row shares. */
export type Operand = ValueName | number;

export class Arithmetic {
  constructor(
    readonly graph: OnnxGraph,
    readonly type: 'double' | 'float' = 'double',
  ) {}

  #value(operand: Operand): ValueName {
    return typeof operand === 'number' ? this.graph.scalar(this.type, operand) : operand;
  }

  #both(type: string, a: Operand, b: Operand): ValueName {
    return this.graph.add(type, [this.#value(a), this.#value(b)]);
  }

  plus = (a: Operand, b: Operand) => this.#both('Add', a, b);
  minus = (a: Operand, b: Operand) => this.#both('Sub', a, b);
  times = (a: Operand, b: Operand) => this.#both('Mul', a, b);
  over = (a: Operand, b: Operand) => this.#both('Div', a, b);
  equal = (a: Operand, b: Operand) => this.#both('Equal', a, b);
  below = (a: Operand, b: Operand) => this.#both('Less', a, b);
  atMost = (a: Operand, b: Operand) => this.#both('LessOrEqual', a, b);
  atLeast = (a: Operand, b: Operand) => this.#both('GreaterOrEqual', a, b);
  floor = (a: ValueName) => this.graph.add('Floor', [a]);
  magnitude = (a: ValueName) => this.graph.add('Abs', [a]);
  log = (a: ValueName) => this.graph.add('Log', [a]);
  not = (a: ValueName) => this.graph.add('Not', [a]);
  both = (a: ValueName, b: ValueName) => this.graph.add('And', [a, b]);

  choose(condition: ValueName, then: Operand, otherwise: Operand): ValueName {
    return this.graph.add('Where', [condition, this.#value(then), this.#value(otherwise)]);
  }

  within(a: ValueName, low: number, high: number): ValueName {
    return this.graph.add('Clip', [a, this.#value(low), this.#value(high)]);
  }

  /** Floor of a quotient. */
  whole = (a: Operand, b: number) => this.floor(this.over(a, b));

  /** Neither NaN nor infinite. */
  finite = (a: ValueName) => this.atMost(this.magnitude(a), Number.MAX_VALUE);
}
