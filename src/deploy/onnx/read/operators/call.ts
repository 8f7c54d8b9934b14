/** One use of an operator: its inputs as values, its attributes by type. Each getter refuses what has another type. */
import type { ForeignAttribute, ForeignNode } from '../node';
import { operatorName } from '../read-file';
import type { Constant } from '../read-tensor';
import type { Signal } from '../signal';
import { shown, unreadable } from '../unreadable';
import type { Value } from '../value';

export class Call {
  readonly #node: ForeignNode;
  readonly #inputs: readonly (Value | null)[];
  /** Of ONNX's own set. */
  readonly opset: number;

  constructor(node: ForeignNode, inputs: readonly (Value | null)[], opset: number) {
    this.#node = node;
    this.#inputs = inputs;
    this.opset = opset;
  }

  get name(): string {
    return shown(operatorName(this.#node));
  }

  get outputs(): number {
    return this.#node.outputs.length;
  }

  /** To throw. */
  refused(what: string) {
    return unreadable(`the operator ${this.name} ${what}`);
  }

  get inputs(): Value[] {
    return this.#inputs.filter((value) => value !== null);
  }

  maybe(index: number): Value | null {
    return this.#inputs[index] ?? null;
  }

  value(index: number): Value {
    const value = this.maybe(index);
    if (!value) throw this.refused(`without its input ${index}`);
    return value;
  }

  signal(index = 0): Signal {
    const value = this.value(index);
    if (value.is === 'signal') return value;
    throw this.refused(value.is === 'constant' ? 'of constants' : 'after the answers');
  }

  constant(index: number): Constant {
    const value = this.value(index);
    if (value.is === 'constant') return value;
    throw this.refused('with computed values where weights belong');
  }

  /** Of a constant of numbers. */
  numbers(index: number): Float64Array {
    const { values } = this.constant(index);
    if (values instanceof Float64Array) return values;
    throw this.refused('with texts where numbers belong');
  }

  #attribute<T extends ForeignAttribute['type']>(name: string, type: T) {
    const attribute = this.#node.attributes.get(name);
    if (!attribute) return null;
    if (attribute.type !== type) throw this.refused(`with another ${name} than known`);
    return attribute as Extract<ForeignAttribute, { type: T }>;
  }

  has(name: string): boolean {
    return this.#node.attributes.has(name);
  }

  int(name: string, otherwise: number): number {
    const found = this.#attribute(name, 'int') as { value: number } | null;
    return found?.value ?? otherwise;
  }

  float(name: string, otherwise: number): number {
    const found = this.#attribute(name, 'float') as { value: number } | null;
    return found?.value ?? otherwise;
  }

  text(name: string, otherwise: string): string {
    return this.#attribute(name, 'string')?.value ?? otherwise;
  }

  ints(name: string): number[] | null {
    return (this.#attribute(name, 'ints') as { values: number[] } | null)?.values ?? null;
  }

  floats(name: string): number[] | null {
    return (this.#attribute(name, 'floats') as { values: number[] } | null)?.values ?? null;
  }

  texts(name: string): string[] | null {
    return this.#attribute(name, 'strings')?.values ?? null;
  }

  tensor(name: string): Constant | null {
    return this.#attribute(name, 'tensor')?.value ?? null;
  }

  /** Numbers of an attribute that is a list, or of its double twin that is a tensor. */
  list(name: string): ArrayLike<number> {
    const tensor = this.tensor(`${name}_as_tensor`);
    if (tensor && typeof tensor.values[0] !== 'string') return tensor.values as Float64Array;
    return this.floats(name) ?? [];
  }

  /** The axes that an attribute lists, or (in newer sets) an input. */
  axes(index: number): number[] | null {
    const value = this.maybe(index);
    return value ? Array.from(this.numbers(index)) : this.ints('axes');
  }
}

export type Operator = (call: Call) => Value | Value[];
export type Operators = Record<string, Operator>;

/** An axis counted from the front, of a tensor with the rows as its axis 0. */
export function axisOf(call: Call, axis: number, shape: readonly number[]): number {
  const rank = shape.length + 1;
  const at = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(at) || at < 0 || at >= rank) throw call.refused('over an axis that is not');
  return at;
}
