/** Values that are shown as one piece of text. */
import type { Inspected } from '../protocol';
import { apply, functionSource, getterOf, indexOf, slice, symbolText, textOf } from './primordials';
import { isProxy } from './proxies';

export type Leaf = Extract<Inspected, { type: 'leaf' }>;

const TEXT = 10_000;
const FUNCTION_TEXT = 200;

const getTime = Date.prototype.getTime;
const toISOString = Date.prototype.toISOString;
const regExpSource = getterOf(RegExp.prototype, 'source')!;
const regExpFlags = [
  'hasIndices',
  'global',
  'ignoreCase',
  'multiline',
  'dotAll',
  'unicode',
  'sticky',
];
const flagLetters = 'dgimsuy';
const flagGetters = regExpFlags.map((name) => getterOf(RegExp.prototype, name));

export function leaf(of: string, whole: string, limit = TEXT): Leaf {
  const cut = whole.length > limit;
  return {
    type: 'leaf',
    of,
    text: cut ? slice(whole, 0, limit) : whole,
    more: cut ? whole.length - limit : 0,
  };
}

/** Milliseconds since 1970 of a real Date, whatever its methods are now; null for anything else. */
export function timeOf(value: object): number | null {
  try {
    return apply(getTime, value, []);
  } catch {
    return null;
  }
}

export function isoText(time: number): string {
  return time !== time ? 'Invalid Date' : apply(toISOString, new Date(time), []);
}

function regExpText(value: object): string | null {
  try {
    let text = `/${regExpSource(value) as string}/`;
    for (let i = 0; i < flagGetters.length; i++)
      if (flagGetters[i]?.(value)) text += flagLetters[i];
    return text;
  } catch {
    return null;
  }
}

function functionText(value: object): string {
  const source = functionSource(value as () => unknown);
  const line = indexOf(source, '\n');
  return line < 0 ? source : `${slice(source, 0, line)} …`;
}

/** Null for what has entries. */
export function leafOf(value: unknown): Leaf | null {
  switch (typeof value) {
    case 'string':
      return leaf('string', value);
    case 'number':
      return leaf('number', value === 0 && 1 / value < 0 ? '-0' : textOf(value));
    case 'bigint':
      return leaf('bigint', `${textOf(value)}n`);
    case 'boolean':
      return leaf('boolean', textOf(value));
    case 'undefined':
      return leaf('undefined', 'undefined');
    case 'symbol':
      return leaf('symbol', symbolText(value));
    case 'function':
      if (isProxy(value)) return leaf('unreadable', 'Proxy');
      return leaf('function', functionText(value), FUNCTION_TEXT);
    case 'object': {
      if (value === null) return leaf('null', 'null');
      if (isProxy(value)) return leaf('unreadable', 'Proxy');
      const time = timeOf(value);
      if (time !== null) return leaf('date', isoText(time));
      const regExp = regExpText(value);
      // The prototype itself answers `(?:)`, and is an object like others.
      return regExp === null || value === RegExp.prototype ? null : leaf('regexp', regExp);
    }
  }
}
