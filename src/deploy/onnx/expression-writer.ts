/**
 * Row expressions as operators: `core/expression/evaluate.ts` in doubles. Numbers, dates (ms) and booleans (1 and 0)
 * are [rows, 1] double, NaN where missing. Of texts ONNX can only say which of some given ones they are, so a text is
 * known by that alone, and so are texts one after another.
 */
import { printExpression } from '../../core/expression/print';
import { readDay } from '../../core/expression/read-day';
import type { FunctionName, Operator, Typed } from '../../core/expression/types';
import type { Arithmetic } from './arithmetic';
import type { DerivedValue } from './column-value';
import type { ValueName } from './graph';
import { couldMake, joinedPlace, MOST_PAIRS, type TextPart } from './joined-texts';
import { refused } from './refused';
import { datePart } from './steps/date-parts';

type Typing<N> = Extract<Typed, { node: N }>;

const DAY_MS = 86_400_000;

export class ExpressionWriter {
  constructor(
    readonly math: Arithmetic,
    readonly columns: ReadonlyMap<string, DerivedValue>,
    /** For what ONNX cannot say. */
    readonly name: string,
  ) {}

  #refuse(expression: Typed): never {
    const what = printExpression(expression);
    throw refused('ONNX', `its made column “${this.name}” asks for ${what}, which it cannot say`);
  }

  #given(x: ValueName): ValueName {
    return this.math.equal(x, x);
  }

  /** What is no finite number is missing. */
  #sound(x: ValueName): ValueName {
    return this.math.choose(this.math.finite(x), x, NaN);
  }

  /** 1 and 0, missing where one of both is. @param holds boolean */
  #bit(holds: ValueName, ...of: ValueName[]): ValueName {
    const bit = this.math.choose(holds, 1, 0);
    if (of.length === 0) return bit;
    const given = of.map((x) => this.#given(x)).reduce((a, b) => this.math.both(a, b));
    return this.math.choose(given, bit, NaN);
  }

  of(expression: Typed): DerivedValue {
    if (expression.is === 'text') {
      return { type: 'text', place: (known) => this.#place(expression, known) };
    }
    return { type: expression.is, value: this.#number(expression) };
  }

  #number(expression: Typed): ValueName {
    const { math } = this;
    const { graph } = math;
    switch (expression.node) {
      case 'number':
        return graph.scalar('double', expression.value);
      case 'boolean':
        return graph.scalar('double', expression.value ? 1 : 0);
      case 'column': {
        const column = this.columns.get(expression.name);
        return column && column.type !== 'text' ? column.value : this.#refuse(expression);
      }
      case 'unary':
        return math.minus(expression.operator === '-' ? 0 : 1, this.#number(expression.of));
      case 'binary':
        return this.#binary(expression);
      case 'call':
        return this.#call(expression);
      case 'text':
        return this.#refuse(expression);
      default:
        throw expression satisfies never;
    }
  }

  #place(expression: Typed, known: readonly string[]): ValueName {
    const { math } = this;
    if (expression.node === 'text') {
      const at = known.indexOf(expression.value);
      return math.graph.scalar('double', at < 0 ? known.length : at);
    }
    if (expression.node === 'column') {
      const column = this.columns.get(expression.name);
      return column?.type === 'text' ? column.place(known) : this.#refuse(expression);
    }
    if (expression.node !== 'call') return this.#refuse(expression);
    const { name, of } = expression;
    if (name === 'if') return this.#if(of, (each) => this.#place(each, known));
    if (name === 'coalesce') return this.#first(of.map((each) => this.#place(each, known)));
    if (name === 'concat') return this.#joined(expression, of, known);
    return this.#refuse(expression);
  }

  #joined(whole: Typed, [left, ...rest]: readonly Typed[], known: readonly string[]): ValueName {
    if (rest.length === 0) return this.#place(left!, known);
    const refuse = (pairs: number): never => {
      const ways = `${pairs} pairs of texts that could make a known one, more than ${MOST_PAIRS}`;
      throw refused(
        'ONNX',
        `its made column “${this.name}” asks for ${printExpression(whole)}, which has ${ways}`,
      );
    };
    const part = (of: readonly Typed[]): TextPart => ({
      place: (texts) => this.#joined(whole, of, texts),
      couldBe: (text) => couldMake(of, text),
    });
    return joinedPlace(this.math, known, [part([left!]), part(rest)], {
      refuse,
    });
  }

  #if([condition, ...sources]: readonly Typed[], of: (each: Typed) => ValueName): ValueName {
    const { math } = this;
    const c = this.#number(condition!);
    const [then, otherwise] = sources.map(of);
    const rest = math.choose(math.equal(c, 0), otherwise ?? NaN, NaN);
    return math.choose(math.equal(c, 1), then!, rest);
  }

  /** The first that is not missing. */
  #first(values: ValueName[]): ValueName {
    return values.reduceRight((rest, value) => this.math.choose(this.#given(value), value, rest));
  }

  /** Of texts only whether one is the very text that is written out. */
  #sameText(expression: Typed, left: Typed, right: Typed): ValueName {
    const [text, other] = left.node === 'text' ? [left, right] : [right, left];
    if (text.node !== 'text') return this.#refuse(expression);
    const place = this.#place(other, [text.value]);
    return this.#bit(this.math.equal(place, 0), place);
  }

  #operator(operator: Operator, a: ValueName, b: ValueName): ValueName {
    const { math } = this;
    const isTrue = (x: ValueName) => math.equal(x, 1);
    switch (operator) {
      case 'or':
        return this.#bit(math.graph.add('Or', [isTrue(a), isTrue(b)]), a, b);
      case 'and':
        return this.#bit(math.both(isTrue(a), isTrue(b)), a, b);
      case '=':
        return this.#bit(math.equal(a, b), a, b);
      case '!=':
        return this.#bit(math.not(math.equal(a, b)), a, b);
      case '<':
        return this.#bit(math.below(a, b), a, b);
      case '<=':
        return this.#bit(math.atMost(a, b), a, b);
      case '>':
        return this.#bit(math.below(b, a), a, b);
      case '>=':
        return this.#bit(math.atLeast(a, b), a, b);
      case '+':
        return this.#sound(math.plus(a, b));
      case '-':
        return this.#sound(math.minus(a, b));
      case '*':
        return this.#sound(math.times(a, b));
      case '/':
        return this.#sound(math.over(a, b));
      default:
        throw operator satisfies never;
    }
  }

  #binary(expression: Typing<'binary'>): ValueName {
    const { operator, left, right } = expression;
    if (left.is !== 'text') {
      return this.#operator(operator, this.#number(left), this.#number(right));
    }
    const same = this.#sameText(expression, left, right);
    return operator === '=' ? same : this.math.minus(1, same);
  }

  #call(call: Typing<'call'>): ValueName {
    const { math } = this;
    const { graph } = math;
    const { name, of } = call;
    const [first, second] = of as [Typed, Typed];
    const x = () => this.#number(first);
    switch (name) {
      case 'if':
        return this.#if(of, (each) => this.#number(each));
      case 'coalesce':
        return this.#first(of.map((each) => this.#number(each)));
      case 'missing': {
        const value = first.is === 'text' ? this.#place(first, []) : x();
        return this.#bit(math.not(this.#given(value)));
      }
      case 'equals':
        return first.is === 'text'
          ? this.#sameText(call, first, second)
          : this.#operator('=', x(), this.#number(second));
      case 'min':
      case 'max':
        return of.map((each) => this.#number(each)).reduce((a, b) => this.#extreme(name, a, b));
      case 'abs':
        return math.magnitude(x());
      case 'round':
        return this.#round(x());
      case 'floor':
        return math.floor(x());
      case 'log':
        return this.#sound(math.log(x()));
      case 'exp':
        return this.#sound(graph.add('Exp', [x()]));
      case 'sqrt':
        return this.#sound(graph.add('Sqrt', [x()]));
      case 'pow': {
        const power = this.#number(second);
        const raised = this.#sound(graph.add('Pow', [x(), power]));
        const given = math.both(this.#given(x()), this.#given(power));
        return math.choose(given, raised, NaN);
      }
      case 'date':
        return graph.scalar('double', readDay((first as Typing<'text'>).value));
      case 'year':
      case 'month':
      case 'day':
      case 'weekday':
      case 'hour': {
        const ms = x();
        const given = this.#given(ms);
        return math.choose(given, datePart(math, name, math.choose(given, ms, 0)), NaN);
      }
      case 'days_between':
        return this.#sound(math.over(math.minus(this.#number(second), x()), DAY_MS));
      case 'lower':
      case 'upper':
      case 'trim':
      case 'length':
      case 'contains':
      case 'concat':
        return this.#refuse(call);
      default:
        throw name satisfies never;
    }
  }

  /** Halves up, as `Math.round`. */
  #round(x: ValueName): ValueName {
    const { math } = this;
    const below = math.floor(x);
    return math.choose(math.atLeast(math.minus(x, below), 0.5), math.plus(below, 1), below);
  }

  #extreme(name: Extract<FunctionName, 'min' | 'max'>, a: ValueName, b: ValueName): ValueName {
    const { math } = this;
    const isFirst = name === 'min' ? math.below(a, b) : math.below(b, a);
    const given = math.both(this.#given(a), this.#given(b));
    return math.choose(given, math.choose(isFirst, a, b), NaN);
  }
}
