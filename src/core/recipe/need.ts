/** Conditions on single fields of a recipe, and the error that names the field. */
import { LoamError } from '../errors';

export function invalid(field: string, why: string): never {
  throw new LoamError('recipe-invalid', { field, reason: why });
}

export function need(condition: boolean, field: string, why: string): void {
  if (!condition) invalid(field, why);
}

export function inRange(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && value >= low && value <= high;
}

export function isWhole(value: unknown, low: number, high: number): boolean {
  return Number.isSafeInteger(value) && inRange(value, low, high);
}

export function oneOf(value: unknown, allowed: readonly unknown[]): boolean {
  return allowed.includes(value);
}

/** "a, b or c" */
export function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
