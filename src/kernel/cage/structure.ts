/** What objects are made of: their kind, how many entries, and which. No code of theirs is run. */
import type { Inspected, InspectedEntry } from '../protocol';
import { leaf } from './leaf';
import {
  append,
  builtinOf,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  getterOf,
  isArray,
  isView,
  ownKeys,
  slice,
  symbolText,
  textOf,
  uncurry,
} from './primordials';
import { isProxy } from './proxies';

type See = (value: unknown) => Inspected;

const KEY = 200;
const PROTOTYPES = 20;

const mapSize = getterOf(Map.prototype, 'size')!;
const setSize = getterOf(Set.prototype, 'size')!;
const mapEntries = uncurry(Map.prototype.entries);
const setValues = uncurry(Set.prototype.values);
const mapNext = uncurry(builtinOf(new Map().entries()).next as () => IteratorResult<unknown>);
const setNext = uncurry(builtinOf(new Set().values()).next as () => IteratorResult<unknown>);
const typedArray = getPrototypeOf(Uint8Array.prototype)!;
const typedName = getterOf(typedArray, Symbol.toStringTag)!;
const typedLength = getterOf(typedArray, 'length')!;
const bufferLength = getterOf(ArrayBuffer.prototype, 'byteLength')!;

function tryNumber(getter: (self: unknown) => unknown, value: object): number | null {
  try {
    return getter(value) as number;
  } catch {
    return null;
  }
}

/** A property that is data, own or inherited; undefined for getters and behind a proxy. */
export function dataProperty(object: object, key: PropertyKey): unknown {
  let at: object | null = object;
  for (let i = 0; at && i < PROTOTYPES && !isProxy(at); i++) {
    const found = getOwnPropertyDescriptor(at, key);
    if (found) return found.value;
    at = getPrototypeOf(at);
  }
  return undefined;
}

/** The name of its class, or Object. */
export function className(object: object): string {
  const prototype = isProxy(object) ? null : getPrototypeOf(object);
  if (!prototype) return 'Object';
  const constructor = dataProperty(prototype, 'constructor');
  if (typeof constructor !== 'function' || isProxy(constructor)) return 'Object';
  const name = getOwnPropertyDescriptor(constructor, 'name')?.value as unknown;
  return typeof name === 'string' && name !== '' ? slice(name, 0, KEY) : 'Object';
}

export function kindOf(object: object): string {
  if (isView(object)) return (typedName(object) as string | undefined) ?? 'DataView';
  return className(object);
}

function lengthOf(object: object): number | null {
  if (isArray(object)) return object.length;
  if (isView(object) && typedName(object) !== undefined) return typedLength(object) as number;
  return null;
}

export function sizeOf(object: object): number {
  return (
    lengthOf(object) ??
    tryNumber(mapSize, object) ??
    tryNumber(setSize, object) ??
    tryNumber(bufferLength, object) ??
    ownKeys(object).length
  );
}

function propertyEntry(object: object, key: PropertyKey, see: See): InspectedEntry {
  const name = typeof key === 'symbol' ? symbolText(key) : textOf(key);
  const descriptor = getOwnPropertyDescriptor(object, key);
  const value =
    descriptor === undefined
      ? leaf('undefined', 'empty')
      : descriptor.get || descriptor.set
        ? leaf('getter', 'getter')
        : see(descriptor.value);
  return { key: slice(name, 0, KEY), value };
}

function listEntries(
  object: object,
  length: number,
  start: number,
  count: number,
  see: See,
): InspectedEntry[] {
  const entries: InspectedEntry[] = [];
  for (let i = start; i < length && i < start + count; i++) {
    append(entries, propertyEntry(object, textOf(i), see));
  }
  return entries;
}

/** A Map's entries and a Set's values, by its own order. */
function collectionEntries(
  object: object,
  isMap: boolean,
  start: number,
  count: number,
  see: See,
): InspectedEntry[] {
  const entries: InspectedEntry[] = [];
  const iterator = isMap
    ? mapEntries(object as Map<unknown, unknown>)
    : setValues(object as Set<unknown>);
  const next = isMap ? mapNext : setNext;
  for (let i = 0; i < start + count; i++) {
    const step = next(iterator as never);
    if (step.done) break;
    if (i < start) continue;
    if (!isMap) append(entries, { key: textOf(i), value: see(step.value) });
    else {
      const pair = step.value as [unknown, unknown];
      const key = see(pair[0]);
      append(entries, {
        key: key.type === 'leaf' ? slice(key.text, 0, KEY) : key.of,
        value: see(pair[1]),
      });
    }
  }
  return entries;
}

export function entriesOf(
  object: object,
  start: number,
  count: number,
  see: See,
): InspectedEntry[] {
  const length = lengthOf(object);
  if (length !== null) return listEntries(object, length, start, count, see);
  const isMap = tryNumber(mapSize, object) !== null;
  if (isMap || tryNumber(setSize, object) !== null) {
    return collectionEntries(object, isMap, start, count, see);
  }
  if (tryNumber(bufferLength, object) !== null) {
    const bytes = new Uint8Array(object as ArrayBuffer);
    return listEntries(bytes, bytes.length, start, count, see);
  }
  const entries: InspectedEntry[] = [];
  const keys = ownKeys(object);
  for (let i = start; i < keys.length && i < start + count; i++) {
    append(entries, propertyEntry(object, keys[i]!, see));
  }
  return entries;
}
