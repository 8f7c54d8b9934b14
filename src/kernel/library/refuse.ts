/** Arguments that cannot be meant: refused where they are written, before anything is sent. */
import { nearestNames } from './nearest-names';

/** Names the argument, what was given, what is allowed and what to do. */
export class LoamArgumentError extends TypeError {
  override readonly name = 'LoamArgumentError';
  readonly code = 'argument-invalid';

  constructor(
    /** As it is written, e.g. `loam.task: predict`. */
    readonly argument: string,
    problem: string,
  ) {
    super(`${argument} ${problem}`);
  }
}

export function refuse(argument: string, problem: string): never {
  throw new LoamArgumentError(argument, problem);
}

/** How a wrong value is quoted: short, whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `“${value.slice(0, 60)}${value.length > 60 ? '…' : ''}”`;
  if (typeof value === 'number' || typeof value === 'boolean' || value == null) {
    return String(value);
  }
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** "“a”, “b” or “c”"; long lists are cut. */
export function quoted(words: readonly string[], most = 12): string {
  const some = words.slice(0, most).map((word) => shown(word));
  if (words.length > most) return `${some.join(', ')} and ${words.length - most} more`;
  return some.length < 2 ? some.join('') : `${some.slice(0, -1).join(', ')} or ${some.at(-1)}`;
}

/** One of these words. What is wrong says which are allowed, or the nearest of many. */
export function oneOf<T extends string>(
  argument: string,
  value: unknown,
  allowed: readonly T[],
  what = 'one of',
): T {
  if (allowed.includes(value as T)) return value as T;
  const near = typeof value === 'string' ? nearestNames(value, allowed) : [];
  const hint = near.length > 0 && allowed.length > 12 ? near : allowed;
  return refuse(argument, `is ${shown(value)}; it must be ${what} ${quoted(hint)}.`);
}

/** A column of these. */
export function column(argument: string, value: unknown, names: readonly string[]): string {
  if (typeof value === 'string' && names.includes(value)) return value;
  const near = typeof value === 'string' ? nearestNames(value, names) : [];
  const known = near.length > 0 ? `Did you mean ${quoted(near)}?` : `There are ${quoted(names)}.`;
  return refuse(argument, `names no column of this data: ${shown(value)}. ${known}`);
}

/** One column, or a list of columns, without repeats. */
export function columns(argument: string, value: unknown, names: readonly string[]): string[] {
  const list = Array.isArray(value) ? value : [value];
  return [...new Set(list.map((each) => column(argument, each, names)))];
}

export function number(argument: string, value: unknown, low: number, high: number): number {
  if (typeof value === 'number' && value >= low && value <= high) return value;
  return refuse(argument, `is ${shown(value)}; it must be a number from ${low} to ${high}.`);
}

export function whole(argument: string, value: unknown, low: number, high: number): number {
  if (Number.isSafeInteger(value)) return number(argument, value, low, high);
  return refuse(argument, `is ${shown(value)}; it must be a whole number from ${low} to ${high}.`);
}

export function text(argument: string, value: unknown): string {
  return typeof value === 'string'
    ? value
    : refuse(argument, `is ${shown(value)}; it must be text.`);
}

export function filled(argument: string, value: unknown, what: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  return refuse(argument, `is ${value === undefined ? 'missing' : shown(value)}; give ${what}.`);
}

/** An object with some of these fields and no others; absent is empty. */
export function options<K extends string>(
  argument: string,
  value: unknown,
  allowed: readonly K[],
): Partial<Record<K, unknown>> {
  if (value === undefined) return {};
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return refuse(
      argument,
      `is ${shown(value)}; it must be an object with ${quoted(allowed, 30)}.`,
    );
  }
  for (const key of Object.keys(value)) {
    if (allowed.includes(key as K)) continue;
    const near = nearestNames(key, allowed);
    const known =
      near.length > 0 ? `did you mean ${quoted(near)}?` : `there are ${quoted(allowed, 30)}.`;
    refuse(argument, `has no option ${shown(key)}; ${known}`);
  }
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
  ) as Partial<Record<K, unknown>>;
}

/** Absent is false. */
export function flag(argument: string, value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value === 'boolean') return value;
  return refuse(argument, `is ${shown(value)}; it must be true or false.`);
}

export function signalOf(argument: string, value: unknown): AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return value;
  return refuse(argument, `is ${shown(value)}; it must be an AbortSignal.`);
}

export function callback<F>(argument: string, value: unknown, what: string): F {
  if (typeof value === 'function') return value as F;
  return refuse(argument, `is ${shown(value)}; it must be a function: ${what}.`);
}
