/**
 * JSON of other programs as text, and exact: `parseJson(writeJson(value))` equals `value` for
 * every `Json`, also -0, lone surrogates and a key called `__proto__`. Keys are in code unit order, so that
 * equal values give equal text.
 */
import type { Json, JsonObject } from './types';

/** Deeper values are refused: nobody means them, and they end programs that recurse. */
const MOST_NESTED = 500;

const ENDS_A_LINE = /[\u2028\u2029]/g;

function quoted(text: string): string {
  return JSON.stringify(text).replace(ENDS_A_LINE, (end) =>
    end === '\u2028' ? '\\u2028' : '\\u2029',
  );
}

function write(
  value: Json,
  colon: string,
  list: (items: string[], level: number) => string,
  level: number,
): string {
  if (typeof value === 'string') return quoted(value);
  if (Object.is(value, -0)) return '-0';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = (each: Json) => write(each, colon, list, level + 1);
  if (Array.isArray(value)) return `[${list(value.map(inner), level)}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${quoted(key)}${colon}${inner(value[key]!)}`);
  return `{${list(fields, level)}}`;
}

export function writeJson(value: Json): string {
  return write(value, ':', (items) => items.join(','), 0);
}

/** The same over many lines, one space deeper for each level, as `.ipynb` files are written. */
export function writeJsonLines(value: Json): string {
  const list = (items: string[], level: number) => {
    if (items.length === 0) return '';
    const indent = `\n${' '.repeat(level)}`;
    return `${indent} ${items.join(`,${indent} `)}${indent}`;
  };
  return write(value, ': ', list, 0);
}

function tooDeep(value: Json, most: number): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((each) =>
      each !== null && typeof each === 'object' ? Object.values(each) : [],
    );
  }
  return false;
}

/** Undefined for what is not JSON, or nested deeper than `most`. */
export function parseJson(text: string, most = MOST_NESTED): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return tooDeep(value, most) ? undefined : value;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Null for everything but an object. */
export function parseJsonObject(text: unknown): JsonObject | null {
  const value = typeof text === 'string' ? parseJson(text) : undefined;
  return isJsonObject(value) ? value : null;
}

/** Of a key that the object has itself. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
