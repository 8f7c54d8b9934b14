/** Whether a value is JSON that can be stored and hashed. */
import type { Json, JsonObject } from '../notebook/types';

/** Deeper than settings ever are. */
const MOST_DEPTH = 16;
/** Half of a character that has two. */
const LONE_SURROGATE = /\p{Surrogate}/u;

const isText = (value: string) => !LONE_SURROGATE.test(value);

/** Plain JSON that canonical form can say: finite numbers, whole characters, nothing nested without end. */
export function isJson(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return isText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth >= MOST_DEPTH) return false;
  if (Array.isArray(value)) return value.every((each) => isJson(each, depth + 1));
  return Object.entries(value).every(
    ([key, each]) => key !== '__proto__' && isText(key) && isJson(each, depth + 1),
  );
}

export function isJsonRecord(value: unknown): value is JsonObject {
  return isJson(value) && value !== null && typeof value === 'object' && !Array.isArray(value);
}
