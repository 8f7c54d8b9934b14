/**
 * Twelve behaviours of Observable's, marimo's and Livebook's notebooks, as their public documentation tells
 * them: the same here, or another that is said to be better and why (src/kernel/README.md).
 */
import { describe, expect, test } from 'vitest';
import { FakeNotebook } from './fake-notebook';

describe('Observable', () => {
  test('O1 same: cells run in the order of their names’ dependencies, wherever they stand', () => {
    const cells = { total: 'const total = price * count', count: 'const count = 2' };
    const book = new FakeNotebook('reactive', { ...cells, price: 'const price = 3' });
    book.runAll().settle();
    expect(book.took()).toBe('count price total');
  });

  test('O2 same: an error in one cell, in its text or as it runs, stops no cell that does not read it', () => {
    const book = new FakeNotebook('reactive', {
      bad: 'const bad = (',
      fails: 'oops',
      fine: '1 + 1',
    });
    book.add('throws', 'const t = JSON.parse("")');
    book.runAll();
    book.settle();
    expect(book.states).toBe('bad:idle fails:idle fine:done throws:done');
    book.run('throws').end('failed');
    expect(book.states).toBe('bad:idle fails:idle fine:done throws:failed');
  });

  test('O3 better: cells follow a generator, and one slower than its values still comes to its end', () => {
    const book = new FakeNotebook('reactive', {
      tick: 'const tick = 0',
      slow: 'const s = tick',
      next: 's',
    });
    book.runAll().settle();
    book.took();
    book.tick('tick');
    book.tick('tick');
    book.end();
    book.tick('tick');
    book.end();
    expect(book.took()).toBe('slow next slow');
    book.settle();
    expect(book.held.get('next')!.value).toBe(book.fresh('next'));
  });

  test('O4 better: opening a notebook does not run it; nothing runs before a person asks', () => {
    const book = new FakeNotebook('reactive', { a: 'const a = 1', b: 'a' });
    expect(book.began).toEqual([]);
  });
});

describe('marimo', () => {
  test('M1 same: one name, one cell; a second declaration is refused at both', () => {
    const book = new FakeNotebook('reactive', { a: 'let x = 1', b: 'function x() {}', c: 'x' });
    expect([book.graph.hasProblems('a'), book.graph.hasProblems('b')]).toEqual([true, true]);
    book.run('c');
    expect(book.began).toEqual([]);
  });

  test('M2 same: deleting a cell deletes its variables, and those who read them say so', () => {
    const book = new FakeNotebook('reactive', { a: 'const a = 1', b: 'const b = a' });
    book.runAll().settle();
    book.remove('a');
    expect([book.read('a'), book.stateOf('b')]).toEqual([undefined, 'stale']);
    expect(book.problems('b')).toEqual(['No cell declares a']);
  });

  test('M3 same: lazily, a run marks its dependents stale, and a cell runs its stale ancestors first', () => {
    const book = new FakeNotebook('lazy', { a: 'const a = 1', b: 'const b = a', c: 'b' });
    book.runAll().settle();
    book.run('a').settle();
    expect(book.states).toBe('a:done b:stale c:stale');
    book.took();
    book.run('c').settle();
    expect([book.took(), book.states]).toEqual(['b c', 'a:done b:done c:done']);
  });

  test('M4 same: a cell that may not run blocks its descendants, which are stale until it may', () => {
    const book = new FakeNotebook('reactive', { a: 'const a = 1', b: 'const b = a', c: 'b' });
    book.runAll().settle();
    book.edit('b', 'const b = a + 1', false);
    book.run('a').settle();
    expect(book.states).toBe('a:done b:unapproved c:stale');
    book.apply({ type: 'approved', cell: 'b' });
    book.run('b').settle();
    expect(book.states).toBe('a:done b:done c:done');
  });
});

describe('Livebook', () => {
  const cells = { a: 'const a = 1', b: 'const b = a', other: 'const other = 2', c: 'b' };

  test('L1 better: an edit marks stale what reads from the cell, not all that stands below it', () => {
    const book = new FakeNotebook('lazy', cells);
    book.runAll().settle();
    book.edit('a', 'const a = 5');
    expect(book.states).toBe('a:stale b:stale other:done c:stale');
  });

  test('L2 better: running a cell runs first what it reads and is not done, not all that stands above it', () => {
    const book = new FakeNotebook('lazy', cells);
    book.run('c').settle();
    expect(book.took()).toBe('a b c');
  });

  test('L3 better: a failure stops the cells that read from it; the rest of the queue goes on', () => {
    const book = new FakeNotebook('lazy', cells);
    book.runAll().end('failed');
    book.settle();
    expect(book.states).toBe('a:failed b:idle other:done c:idle');
  });

  test('L4 better: branches need no sections; cells that do not read each other never disturb each other', () => {
    const book = new FakeNotebook('reactive', {
      base: 'const base = 1',
      left: 'const left = base + 1',
      right: 'const right = base + 2',
    });
    book.runAll().settle();
    book.took();
    book.edit('left', 'const left = base + 3');
    book.run('left').settle();
    expect([book.took(), book.states]).toEqual(['left', 'base:done left:done right:done']);
  });
});
