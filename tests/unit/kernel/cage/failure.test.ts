import { describe, expect, it } from 'vitest';
import { cellFrames, failureOf } from '../../../../src/kernel/cage/failure';

const chromium = `TypeError: x is not a function
    at f (cell-two.js:3:7)
    at async eval (cell-one.js:12:3)
    at http://localhost/assets/runtime.js:1:2`;
const firefox = `f@cell-two.js:3:7
async*@cell-one.js:12:3
start@http://localhost/assets/runtime.js:1:2
`;

const nothing = () => undefined;

describe('where a cell failed', () => {
  it('is read from the stacks of Chromium and of Firefox', () => {
    const frames = [
      { cell: 'two', line: 2, column: 7 },
      { cell: 'one', line: 11, column: 3 },
    ];
    expect(cellFrames(chromium)).toEqual(frames);
    expect(cellFrames(firefox)).toEqual(frames);
    expect(cellFrames('')).toEqual([]);
  });

  it('is the innermost frame of the cell itself; others are told in words', () => {
    const error = new TypeError('x is not a function');
    error.stack = chromium;
    expect(failureOf(error, 'one', nothing)).toEqual({
      name: 'TypeError',
      message: 'x is not a function',
      line: 11,
      column: 3,
      stack: ['cell two, line 2'],
    });
  });
});

describe('whatever is thrown', () => {
  it('becomes words, without running any of its code', () => {
    let calls = 0;
    const trap = {
      get message() {
        calls++;
        throw new Error('no');
      },
      get stack() {
        calls++;
        return '';
      },
      toString() {
        calls++;
        return '';
      },
    };
    const thrown = [
      1,
      'text',
      null,
      undefined,
      Symbol('s'),
      Object.freeze({ a: 1 }),
      trap,
      () => 1,
    ];
    for (const one of thrown) {
      const failure = failureOf(one, 'a', nothing);
      expect(failure.name).toBe('Thrown value');
      expect(failure.message).toMatch(/not an Error was thrown/);
    }
    expect(calls).toBe(0);
  });

  it('keeps the name and message of Errors, of classes and of DOMExceptions', () => {
    class Mine extends Error {
      override name = 'Mine';
    }
    const named = (thrown: unknown) => {
      const { name, message } = failureOf(thrown, 'a', nothing);
      return `${name}: ${message}`;
    };
    expect(named(new Mine('m'))).toBe('Mine: m');
    expect(named(new RangeError('far'))).toBe('RangeError: far');
    expect(named(new DOMException('gone', 'AbortError'))).toBe('AbortError: gone');
    expect(named(Object.freeze(new Error('cold')))).toBe('Error: cold');
  });

  it('is cut where it is long', () => {
    expect(failureOf(new Error('x'.repeat(1e6)), 'a', nothing).message).toHaveLength(10_000);
  });
});
