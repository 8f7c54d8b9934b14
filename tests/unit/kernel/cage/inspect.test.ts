import { describe, expect, it } from 'vitest';
import { inspect, look } from '../../../../src/kernel/cage/inspect';
import { rememberProxies } from '../../../../src/kernel/cage/proxies';
import type { Inspected } from '../../../../src/kernel/protocol';

/** As the cage does with its own global scope. */
const scope = {} as typeof globalThis;
rememberProxies(scope);
const CagedProxy = scope.Proxy;

function seen(value: unknown): Inspected {
  let handle = 0;
  return inspect(value, () => ++handle);
}

const leaf = (of: string, text: string, more = 0) => ({ type: 'leaf', of, text, more });
const entriesOf = (value: unknown) => {
  const tree = seen(value);
  if (tree.type !== 'tree') throw new Error('a leaf');
  return tree;
};

describe('a value looked at from outside', () => {
  it('is text where it has no parts', () => {
    expect([1, -0, NaN, 10n, true, null, undefined, Symbol('s'), 'a'].map(seen)).toEqual([
      leaf('number', '1'),
      leaf('number', '-0'),
      leaf('number', 'NaN'),
      leaf('bigint', '10n'),
      leaf('boolean', 'true'),
      leaf('null', 'null'),
      leaf('undefined', 'undefined'),
      leaf('symbol', 'Symbol(s)'),
      leaf('string', 'a'),
    ]);
    expect(seen(new Date(0))).toEqual(leaf('date', '1970-01-01T00:00:00.000Z'));
    expect(seen(new Date(NaN))).toEqual(leaf('date', 'Invalid Date'));
    expect(seen(/a\/b/gi)).toEqual(leaf('regexp', '/a\\/b/gi'));
  });

  it('is cut where it is long, and says how much is left', () => {
    expect(seen('x'.repeat(10_005))).toMatchObject({ more: 5, text: 'x'.repeat(10_000) });
  });

  it('shows the first entries of a million, under a handle', () => {
    const tree = entriesOf(Array.from({ length: 1e6 }, (_, i) => i));
    expect(tree).toMatchObject({ of: 'Array', size: 1e6, handle: 1 });
    expect(tree.entries).toHaveLength(20);
    expect(look(new Array(1e6).fill(7), 999_999, 100, () => 1)).toEqual([
      { key: '999999', value: leaf('number', '7') },
    ]);
  });

  it('names getters and calls none', () => {
    let calls = 0;
    const value = {
      get a() {
        calls++;
        throw new Error('called');
      },
      toString() {
        calls++;
        return '';
      },
      toJSON() {
        calls++;
      },
      get [Symbol.toStringTag]() {
        calls++;
        return 'Lie';
      },
    };
    expect(entriesOf(value).entries[0]).toEqual({ key: 'a', value: leaf('getter', 'getter') });
    expect(calls).toBe(0);
  });

  it('names proxies and springs no trap, wherever one stands', () => {
    let traps = 0;
    const spring = () => {
      traps++;
      throw new Error('sprung');
    };
    const handler = new Proxy({}, { get: () => spring }) as ProxyHandler<object>;
    const proxy = new CagedProxy({}, handler);
    const callable = new CagedProxy(() => undefined, handler);
    const heir = Object.create(proxy) as object;
    expect(seen(proxy)).toEqual(leaf('unreadable', 'Proxy'));
    expect(seen(callable)).toEqual(leaf('unreadable', 'Proxy'));
    expect(seen(CagedProxy.revocable({}, handler).proxy)).toEqual(leaf('unreadable', 'Proxy'));
    expect(seen({ proxy })).toMatchObject({ entries: [{ value: leaf('unreadable', 'Proxy') }] });
    expect(seen(heir)).toMatchObject({ type: 'tree', of: 'Object' });
    expect(traps).toBe(0);
  });

  it('goes round in a circle only as often as it is asked', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const kept: unknown[] = [];
    const tree = inspect(circle, (value) => kept.push(value));
    expect(JSON.stringify(tree).length).toBeLessThan(1_000);
    expect(kept.every((value) => value === circle)).toBe(true);
  });

  it('knows Maps, Sets, typed arrays, buffers, Errors and classes', () => {
    class Animal {
      legs = 4;
    }
    expect(seen(new Map([['k', 1]]))).toMatchObject({
      of: 'Map',
      size: 1,
      entries: [{ key: 'k', value: leaf('number', '1') }],
    });
    expect(seen(new Set(['v']))).toMatchObject({ of: 'Set', entries: [{ key: '0' }] });
    expect(seen(new Float32Array(3))).toMatchObject({ of: 'Float32Array', size: 3 });
    expect(seen(new ArrayBuffer(2))).toMatchObject({ of: 'ArrayBuffer', size: 2 });
    expect(seen(new Animal())).toMatchObject({ of: 'Animal', entries: [{ key: 'legs' }] });
    expect(seen(new RangeError('far'))).toMatchObject({ of: 'RangeError' });
    expect(seen([1, , 3])).toMatchObject({
      entries: [{}, { value: leaf('undefined', 'empty') }, {}],
    });
    expect(seen(Object.create(null))).toMatchObject({ of: 'Object', size: 0, handle: null });
  });

  it('crosses by structured clone, whatever it was', () => {
    const value = { f: () => 1, s: Symbol('x'), w: new WeakMap(), p: Promise.resolve(1) };
    expect(() => structuredClone(seen(value))).not.toThrow();
  });
});
