/**
 * Whether JSON from elsewhere has the shape of a type. A check goes as deep as its type does and no
 * deeper, and never throws; the compiler holds it to the type: a field or a word too many or too few
 * does not build. Each check belongs beside its format, and there is one per format.
 */
import { isLink, type Digest, type Link } from '../hash/digest';

export type Check<T> = (value: unknown) => value is T;

export const text: Check<string> = (value): value is string => typeof value === 'string';

/** Finite. */
export const number: Check<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** A whole number from 0 to 2^53 - 1. */
export const count: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const flag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

export const nothing: Check<null> = (value): value is null => value === null;

export const link: Check<Link> = isLink;

const DIGEST = /^[0-9a-f]{64}$/;
export const digest: Check<Digest> = (value): value is Digest =>
  typeof value === 'string' && DIGEST.test(value);

/** This one word or number. */
export function only<const T extends string | number>(wanted: T): Check<T> {
  return (value): value is T => value === wanted;
}

/** One of the words that are keys here: all of them, or the compiler complains. */
export function oneOf<T extends string>(words: { [W in NoInfer<T>]: unknown }): Check<T> {
  return (value): value is T => typeof value === 'string' && Object.hasOwn(words, value);
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

export function either<A, B>(one: Check<A>, other: Check<B>): Check<A | B> {
  return (value): value is A | B => one(value) || other(value);
}

export function listOf<T>(check: Check<T>): Check<T[]> {
  return (value): value is T[] => {
    if (!Array.isArray(value)) return false;
    for (let i = 0; i < value.length; i++) if (!check(value[i])) return false;
    return true;
  };
}

/** A list of exactly these, in this order. */
export function tuple<T extends unknown[]>(...checks: { [I in keyof T]: Check<T[I]> }): Check<T> {
  return (value): value is T =>
    Array.isArray(value) &&
    value.length === checks.length &&
    checks.every((check, i) => check(value[i]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What a field is where it is there at all. */
export interface Optional<T> {
  ifThere: Check<T>;
}

export function optional<T>(ifThere: Check<T>): Optional<T> {
  return { ifThere };
}

type Fields<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? Optional<Required<T>[K]> : Check<T[K]>;
};

/** An object with exactly these fields, those that are optional or not. */
export function record<T extends object>(fields: NoInfer<Fields<T>>): Check<T> {
  const known = Object.entries(fields as Record<string, Check<unknown> | Optional<unknown>>);
  return (value): value is T => {
    if (!isRecord(value)) return false;
    let there = 0;
    for (const [name, field] of known) {
      const isRequired = typeof field === 'function';
      if (!Object.hasOwn(value, name)) {
        if (isRequired) return false;
        continue;
      }
      if (!(isRequired ? field : field.ifThere)(value[name])) return false;
      there++;
    }
    return Object.keys(value).length === there;
  };
}

/** The members of a union whose field `K` may be `W`. */
type Branch<U, K extends keyof U, W> = U extends unknown ? (W extends U[K] ? U : never) : never;

export type Branches<U, K extends keyof U> = {
  [W in U[K] & string]: Check<Branch<U, K, W>>;
};

/** The word that says which member of a union a value is; null where it says nothing. */
export function wordOf(value: unknown, key: string): string | null {
  if (!isRecord(value) || !Object.hasOwn(value, key)) return null;
  const word = value[key];
  return typeof word === 'string' ? word : null;
}

/** What its word in field `key` says that it is. */
export function union<U extends object, K extends keyof U & string>(
  key: K,
  branches: NoInfer<Branches<U, K>>,
): Check<U> {
  return (value): value is U => {
    const word = wordOf(value, key);
    return (
      word !== null &&
      Object.hasOwn(branches, word) &&
      (branches as Record<string, Check<unknown>>)[word]!(value)
    );
  };
}

/** Of that shape, and its parts belong together. */
export function where<T>(check: Check<T>, holds: (value: T) => boolean): Check<T> {
  return (value): value is T => check(value) && holds(value);
}

/** No two alike. */
export function distinct(values: readonly (string | number)[]): boolean {
  return new Set(values).size === values.length;
}
