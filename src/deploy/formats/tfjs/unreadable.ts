import { LoamError } from '../../../core/errors';

/** A model of elsewhere that is no model, or one that says what Loam cannot; `reason` is one plain clause. */
export function unreadable(reason: string, cause?: unknown): LoamError {
  return new LoamError('model-unreadable', { name: 'model.json', reason }, { cause });
}

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an object says of a field itself; never what it inherits. */
export function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** A size: whole, from 1 on, small enough to be multiplied by another. */
export function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1 << 24;
}
