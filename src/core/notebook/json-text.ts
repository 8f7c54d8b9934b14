/**
 * JSON of other programs as text, on one line and exact: `parseJson(writeJson(value))` equals `value` for
 * every `Json`, also -0, lone surrogates and a key called `__proto__`. Keys are in code unit order, so that
 * equal values give equal text.
 */
import type { Json, JsonObject } from './types';

/** Deeper values are refused: nobody means them, and they end programs that recurse. */
const MOST_NESTED = 200;

const ENDS_A_LINE = /[\u2028\u2029]/g;

function quoted(text: string): string {
  return JSON.stringify(text).replace(ENDS_A_LINE, (end) =>
    end === '\u2028' ? '\\u2028' : '\\u2029',
  );
}

export function writeJson(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (Object.is(value, -0)) return '-0';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${quoted(key)}:${writeJson(value[key]!)}`);
  return `{${fields.join(',')}}`;
}

function tooDeep(value: Json): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_NESTED) return true;
    level = level.flatMap((each) =>
      each !== null && typeof each === 'object' ? Object.values(each) : [],
    );
  }
  return false;
}

/** Undefined for what is not JSON, or nested deeper than 200. */
export function parseJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return tooDeep(value) ? undefined : value;
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
