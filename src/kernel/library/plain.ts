/** What a cell passes, as JSON: a copy without anything that could change later or run. */
import type { Json } from '../../core/notebook/types';
import { refuse, shown } from './refuse';
import { Varied } from './varied';

/** Deeper than any setting is. */
const MOST_DEPTH = 12;

export function plain(argument: string, value: unknown, depth = 0): Json {
  if (depth > MOST_DEPTH) return refuse(argument, 'is nested too deeply, or contains itself.');
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? value
      : refuse(argument, `is ${value}; numbers must be finite.`);
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as ArrayLike<unknown>, (each, i) =>
      plain(`${argument}[${i}]`, each, depth + 1),
    );
  }
  if (value instanceof Varied) {
    return refuse(
      argument,
      'is varied within a value; what q answers stands for a whole setting, such as hidden: q.choice([[32], [64, 32]]).',
    );
  }
  if (typeof value !== 'object') {
    return refuse(
      argument,
      `is ${shown(value)}; it must be text, a number, true, false, null, a list or an object.`,
    );
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, plain(`${argument}.${key}`, each, depth + 1)]),
  );
}
