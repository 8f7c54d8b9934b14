/**
 * The language as it was before the first cell ran. Cells share one realm with the runtime and may
 * replace any method of any prototype; what the runtime needs it took here, and calls without a look-up.
 * So the runtime iterates by index (no iterators), appends by `append` (no setters on prototypes), and
 * asks strings and collections through these functions.
 */
export const {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
} = Reflect;

/** The prototype of a built-in that has no name of its own: iterators, generators. */
export function builtinOf(value: object): Record<string, unknown> {
  return getPrototypeOf(value) as Record<string, unknown>;
}

type Method<T, A extends unknown[], R> = (this: T, ...args: A) => R;

/** `method.call`, safe from what becomes of `call`. */
export function uncurry<T, A extends unknown[], R>(
  method: Method<T, A, R>,
): (self: T, ...args: A) => R {
  return (self, ...args) => apply(method, self, args);
}

/** The getter of an accessor, as a function of its object; undefined where there is none. */
export function getterOf(prototype: object, key: PropertyKey): ((self: unknown) => unknown) | null {
  const get = getOwnPropertyDescriptor(prototype, key)?.get;
  return get ? (self) => apply(get, self, []) : null;
}

export const isArray = Array.isArray;
export const isView = ArrayBuffer.isView;
export const isInteger = Number.isInteger;
export const isFiniteNumber = Number.isFinite;
export const textOf = String;
export const objectPrototype = Object.prototype;
export const hasOwn = Object.hasOwn;
export const create = Object.create as (prototype: object | null) => Record<PropertyKey, unknown>;
export const keysOf = Object.keys;
export const freeze = Object.freeze;
export const floor = Math.floor;
export const NativePromise = Promise;
export const NativeFunction = Function;
export const NativeError = Error;
export const NativeProxy = Proxy;

export const slice = uncurry(String.prototype.slice);
export const indexOf = uncurry(String.prototype.indexOf);
export const trim = uncurry(String.prototype.trim);
export const exec = uncurry(RegExp.prototype.exec);
export const functionSource = uncurry(Function.prototype.toString);
export const symbolText = uncurry(Symbol.prototype.toString);

const nativeThen = uncurry(
  Promise.prototype.then as Method<Promise<unknown>, [unknown, unknown], Promise<unknown>>,
);

/** A property of its own, whatever setters a prototype has. */
export function own<T extends object>(target: T, key: PropertyKey, value: unknown): T {
  defineProperty(target, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
  return target;
}

export function append<T>(list: T[], value: T): void {
  own(list, list.length, value);
}

/** Handlers on a native promise; neither its `constructor` nor `then` of the prototype is asked. */
export function settle<T>(
  promise: Promise<T>,
  done: (value: T) => void,
  failed: (reason: unknown) => void,
): void {
  defineProperty(promise, 'constructor', {
    __proto__: null,
    value: undefined,
    configurable: true,
  } as PropertyDescriptor);
  void nativeThen(promise as Promise<unknown>, done as (value: unknown) => void, failed);
}

function withOwn<C extends object>(collection: C, prototype: object, names: string[]): C {
  for (let i = 0; i < names.length; i++) {
    const method = getOwnPropertyDescriptor(prototype, names[i]!)!.value as () => unknown;
    own(collection, names[i]!, (...args: unknown[]) =>
      apply(method as (...a: unknown[]) => unknown, collection, args),
    );
  }
  return collection;
}

const collectionNames = ['has', 'delete', 'clear', 'forEach'];
const mapPrototype = withCopies(Map.prototype, ['get', 'set', ...collectionNames]);
const setPrototype = withCopies(Set.prototype, ['add', ...collectionNames]);
const weakMapPrototype = withCopies(WeakMap.prototype, ['get', 'set', 'has']);
const weakSetPrototype = withCopies(WeakSet.prototype, ['add', 'has']);
const NativeMap = Map;
const NativeSet = Set;
const NativeWeakMap = WeakMap;
const NativeWeakSet = WeakSet;

function withCopies(prototype: object, names: string[]): { prototype: object; names: string[] } {
  const copy = create(null);
  for (const name of names) copy[name] = (prototype as Record<string, unknown>)[name];
  return { prototype: copy, names };
}

/** Collections whose methods are their own, so that nothing done to the prototypes reaches them. */
export const safeMap = <K, V>(): Map<K, V> =>
  withOwn(new NativeMap<K, V>(), mapPrototype.prototype, mapPrototype.names);
export const safeSet = <T>(): Set<T> =>
  withOwn(new NativeSet<T>(), setPrototype.prototype, setPrototype.names);
export const safeWeakMap = <K extends object, V>(): WeakMap<K, V> =>
  withOwn(new NativeWeakMap<K, V>(), weakMapPrototype.prototype, weakMapPrototype.names);
export const safeWeakSet = <T extends object>(): WeakSet<T> =>
  withOwn(new NativeWeakSet<T>(), weakSetPrototype.prototype, weakSetPrototype.names);
