/** One test for each rule of src/kernel/README.md, under its number. */
import { describe, expect, test } from 'vitest';
import { analyseCell } from '../../../src/kernel/analysis';
import { applyEvent, newSchedule } from '../../../src/kernel/schedule';
import { FakeNotebook } from './fake-notebook';

const chain = { a: 'const a = 1', b: 'const b = a + 1', c: 'const c = b + 1' };

describe('names', () => {
  test('R1: a cell declares its top-level names and uses the names that other cells declare', () => {
    const { graph } = new FakeNotebook('reactive', {
      a: 'const { x, y: [z] } = Math; { const inner = 1 } function f(p) { return p + hidden }',
      b: 'const hidden = x + z',
    });
    expect(graph.declaresOf('a')).toEqual(['x', 'z', 'f']);
    expect([graph.usesOf('a'), graph.usesOf('b')]).toEqual([['hidden'], ['x', 'z']]);
  });

  test('R2: a name that a browser knows is the cell’s as soon as a cell declares it', () => {
    const book = new FakeNotebook('reactive', { b: 'name + 1' });
    expect(book.graph.usesOf('b')).toEqual([]);
    book.add('a', 'const name = 1');
    expect(book.graph.usesOf('b')).toEqual(['name']);
  });

  test('R3: two cells that declare one name are both reported, and neither runs', () => {
    const book = new FakeNotebook('reactive', { a: 'const x = 1', b: 'const x = 2', c: 'x' });
    expect(book.problems('a')).toEqual(['x is also declared by cell 2']);
    expect(book.problems('b')).toEqual(['x is also declared by cell 1']);
    expect(book.runAll().took()).toBe('');
  });

  test('R4: every cell of a circle is reported with the names of the way around', () => {
    const book = new FakeNotebook('reactive', {
      a: 'const a = c',
      b: 'const b = a',
      c: 'const c = b',
    });
    expect(book.problems('a')).toEqual(['This cell needs its own result: a → c → b → a']);
    expect(book.problems('c')).toEqual(['This cell needs its own result: c → b → a → c']);
    expect(book.runAll().took()).toBe('');
    book.edit('c', 'const c = 1');
    expect(['a', 'b', 'c'].flatMap((cell) => book.problems(cell))).toEqual([]);
  });

  test('R5: a name that nobody declares is reported where it is used, with one that may be meant', () => {
    const { graph } = new FakeNotebook('reactive', { a: 'const total = 1', b: '\n  totl' });
    expect(graph.problemsOf('b')).toEqual([
      { message: 'No cell declares totl', line: 2, column: 3, advice: 'Did you mean total?' },
    ]);
    expect(new FakeNotebook('reactive', { a: 'typeof nobody' }).problems('a')).toEqual([]);
  });

  test('R6: only the cell that declares a name may change it', () => {
    const book = new FakeNotebook('reactive', { a: 'let x = 1; x++', b: 'x = 2', c: 'name = 3' });
    expect(book.problems('a')).toEqual([]);
    expect(book.problems('b')).toEqual(['Only the cell that declares x may change it']);
    expect(book.problems('c')).toEqual(['name belongs to every cell and cannot be changed']);
  });

  test('R7: a cell whose text has a problem is not run, and neither is what depends on it', () => {
    const book = new FakeNotebook('reactive', { ...chain, b: 'const b = (a' });
    book.runAll().settle();
    expect([book.took(), book.states]).toEqual(['a', 'a:done b:idle c:idle']);
  });

  test('R8: a text that is broken for the moment keeps its names, so that others do not report them', () => {
    const book = new FakeNotebook('reactive', chain);
    book.edit('a', 'const a = (');
    expect(book.problems('a')).toHaveLength(1);
    expect(book.problems('b')).toEqual([]);
    expect(book.run('b').took()).toBe('');
  });
});

describe('runs', () => {
  test('R9: opening a notebook runs nothing', () => {
    const book = new FakeNotebook('reactive', chain);
    expect([book.effects, book.states]).toEqual([[], 'a:idle b:idle c:idle']);
    const opened = ['a', 'b', 'c'].map((cell) => ({ cell, approved: cell !== 'b' }));
    const again = applyEvent(
      newSchedule('reactive'),
      { type: 'opened', cells: opened },
      book.graph,
    );
    expect(again.effects).toEqual([]);
    expect([...again.state.cells.values()].map(({ state }) => state)).toEqual([
      'idle',
      'unapproved',
      'idle',
    ]);
  });

  test('R10: in reactive mode a run is followed by its dependents, in dependency order', () => {
    const book = new FakeNotebook('reactive', { c: chain.c, b: chain.b, a: chain.a });
    book.run('a').settle();
    expect([book.took(), book.states]).toEqual(['a b c', 'c:done b:done a:done']);
  });

  test('R11: in lazy mode dependents become stale when the cell begins to run', () => {
    const book = new FakeNotebook('lazy', chain);
    book.runAll().settle();
    book.took();
    book.run('a');
    expect(book.states).toBe('a:running b:stale c:stale');
    book.settle();
    expect([book.took(), book.states]).toEqual(['a', 'a:done b:stale c:stale']);
  });

  test('R12: in both modes inputs that have no current value run first', () => {
    for (const mode of ['reactive', 'lazy'] as const) {
      const book = new FakeNotebook(mode, chain);
      book.run('c').settle();
      expect([mode, book.took()]).toEqual([mode, 'a b c']);
      book.edit('a', 'const a = 2');
      book.run('c').settle();
      expect([mode, book.took()]).toEqual([mode, 'a b c']);
    }
  });

  test('R13: a failed input stops what depends on it, and is tried again when that is asked for by hand', () => {
    const book = new FakeNotebook('reactive', { ...chain, d: '1' });
    book.runAll().end('failed');
    book.settle();
    expect([book.took(), book.states]).toEqual(['a d', 'a:failed b:idle c:idle d:done']);
    book.run('c').settle();
    expect([book.took(), book.states]).toEqual(['a b c', 'a:done b:done c:done d:done']);
    book.run('a').end('failed');
    expect(book.states).toBe('a:failed b:stale c:stale d:done');
  });

  test('R14: a cell that waits for a press stops what depends on it until it is run again', () => {
    const book = new FakeNotebook('reactive', chain);
    book.run('a').end('ready');
    expect(book.states).toBe('a:ready b:idle c:idle');
    expect(book.run('c').took()).toBe('a');
    book.run('a').settle();
    expect(book.states).toBe('a:done b:done c:done');
  });

  test('R15: runs stop at a cell that is not approved; approving it runs nothing', () => {
    const book = new FakeNotebook('reactive', { a: chain.a, c: chain.c });
    book.add('b', chain.b, { approved: false });
    book.runAll().settle();
    book.run('b').settle();
    expect([book.took(), book.states]).toEqual(['a', 'a:done c:idle b:unapproved']);
    book.apply({ type: 'approved', cell: 'b' });
    expect([book.took(), book.states]).toEqual(['', 'a:done c:idle b:idle']);
    book.run('b').settle();
    expect(book.took()).toBe('b c');
  });

  test('R16: running a cell that is running aborts that run; many requests leave one more run', () => {
    const book = new FakeNotebook('reactive', chain);
    book.run('a');
    for (let i = 0; i < 60; i++) book.run('a');
    expect(book.effects.filter(({ type }) => type === 'abort')).toHaveLength(1);
    expect(book.states).toBe('a:queued b:queued c:queued');
    book.settle();
    expect([book.took(), book.states]).toEqual(['a a b c', 'a:done b:done c:done']);
  });

  test('R17: a superseded run that ends all the same gives nothing on', () => {
    const book = new FakeNotebook('reactive', chain);
    book.run('a').run('a').end('done');
    expect(book.states).toBe('a:running b:queued c:queued');
  });

  test('R18: an edit runs nothing; the cell and what depends on it become stale and leave the queue', () => {
    const book = new FakeNotebook('reactive', chain);
    book.runAll().settle();
    book.took();
    book.edit('b', 'const b = a + 2');
    expect([book.took(), book.states]).toEqual(['', 'a:done b:stale c:stale']);
    book.runAll();
    book.edit('b', 'const b = a + 3');
    book.settle();
    expect([book.took(), book.states]).toEqual(['a', 'a:done b:stale c:stale']);
  });

  test('R19: a cell that was edited while it ran, or read from one that was, ends stale', () => {
    const book = new FakeNotebook('reactive', chain);
    book.run('a');
    book.edit('a', 'const a = 5');
    book.settle();
    expect(book.states).toBe('a:stale b:idle c:idle');
    book.run('a').end();
    expect(book.states).toBe('a:done b:running c:queued');
    book.edit('a', 'const a = 6');
    book.settle();
    expect(book.states).toBe('a:stale b:stale c:idle');
  });

  test('R20: a deleted cell takes its names along, also while it runs', () => {
    const book = new FakeNotebook('reactive', chain);
    book.runAll().settle();
    book.remove('a');
    expect(book.read('a')).toBeUndefined();
    expect(book.states).toBe('b:stale c:stale');
    expect(book.problems('b')).toEqual(['No cell declares a']);
    book.add('a', chain.a);
    book.run('a');
    book.remove('a');
    book.end('done');
    expect([book.held.has('a'), book.states]).toEqual([false, 'b:stale c:stale']);
    expect(book.effects.filter(({ type }) => type === 'forget')).toHaveLength(2);
  });

  test('R21: a control runs its cell again and cancels what the old value set off', () => {
    const book = new FakeNotebook('reactive', chain);
    book.runAll().settle();
    book.took();
    book.control('a');
    book.end();
    expect(book.states).toBe('a:done b:running c:queued');
    for (let i = 0; i < 60; i++) book.control('a');
    book.settle();
    expect([book.took(), book.states]).toEqual(['a b a b c', 'a:done b:done c:done']);
    expect(book.held.get('c')!.value).toBe(book.fresh('c'));
  });

  test('R22: neither a control nor a generator runs a text that was edited and not run', () => {
    const book = new FakeNotebook('reactive', chain);
    book.runAll().settle();
    book.took();
    book.edit('b', 'const b = a + 7');
    book.control('a');
    book.settle();
    book.tick('a');
    book.settle();
    expect([book.took(), book.states]).toEqual(['a', 'a:done b:stale c:stale']);
    book.run('a').settle();
    expect(book.took()).toBe('a b c');
  });

  test('R23: values of a generator wait until the cells that read the one before have finished', () => {
    const book = new FakeNotebook('reactive', chain);
    book.runAll().settle();
    book.took();
    book.tick('a');
    for (let i = 0; i < 60; i++) book.tick('a');
    expect(book.effects.filter(({ type }) => type === 'abort')).toEqual([]);
    book.settle();
    expect([book.took(), book.states]).toEqual(['b c b c', 'a:done b:done c:done']);
    expect(book.held.get('c')!.value).toBe(book.fresh('c'));
  });

  test('R24: in lazy mode a control runs only its own cell, and a generator only marks', () => {
    const book = new FakeNotebook('lazy', chain);
    book.runAll().settle();
    book.took();
    book.control('a');
    book.settle();
    expect([book.took(), book.states]).toEqual(['a', 'a:done b:stale c:stale']);
    book.runAll().settle();
    book.took();
    book.tick('a');
    expect([book.took(), book.states]).toEqual(['', 'a:done b:stale c:stale']);
  });

  test('R25: stopping ends the run and empties the queue; what was stopped is stale', () => {
    const book = new FakeNotebook('reactive', { ...chain, d: '1' });
    book.runAll();
    book.apply({ type: 'stop-requested', cell: null });
    book.settle();
    expect([book.took(), book.states]).toEqual(['a', 'a:stale b:idle c:idle d:idle']);
    book.runAll();
    book.apply({ type: 'stop-requested', cell: 'b' });
    book.settle();
    expect([book.took(), book.states]).toEqual(['a d', 'a:done b:idle c:idle d:done']);
  });

  test('R25: what reads from a cell that leaves the queue is stale with it, also where it was not queued', () => {
    const book = new FakeNotebook('lazy', { a: 'const a = 1', b: 'a + 1', z: '2' });
    book.runAll().settle();
    book.run('z').run('a');
    book.apply({ type: 'stop-requested', cell: 'a' });
    book.settle();
    expect(book.states).toBe('a:stale b:stale z:done');
  });

  test('R26: when the kernel is lost every name is gone, nothing runs by itself, old ends are ignored', () => {
    const book = new FakeNotebook('reactive', chain);
    book.runAll().end();
    const { cell, run } = book.running!;
    book.end('lost');
    expect(book.states).toBe('a:idle b:failed c:idle');
    book.restart();
    expect(book.running).toBeNull();
    book.run('b').settle();
    book.apply({ type: 'ended', cell, run, outcome: 'failed' });
    expect(book.states).toBe('a:done b:done c:done');
  });

  test('R27: run stale runs the stale cells and the inputs they need, and no others', () => {
    const book = new FakeNotebook('lazy', { ...chain, d: '1' });
    book.run('c').settle();
    book.took();
    book.edit('b', 'const b = a');
    book.apply({ type: 'run-stale' });
    book.settle();
    expect([book.took(), book.states]).toEqual(['b c', 'a:done b:done c:done d:idle']);
  });

  test('R28: changing the mode runs nothing', () => {
    const book = new FakeNotebook('lazy', chain);
    book.run('a').settle();
    book.took();
    book.apply({ type: 'mode-changed', mode: 'reactive' });
    expect(book.took()).toBe('');
    book.run('a').settle();
    expect(book.took()).toBe('a b c');
  });

  test('R29: an input that goes stale after its reader was queued runs before it', () => {
    const book = new FakeNotebook('lazy', { ...chain, z: '1' });
    book.runAll().settle();
    book.took();
    book.run('z').run('c').run('a');
    book.settle();
    expect([book.took(), book.states]).toEqual(['z a b c', 'a:done b:done c:done z:done']);
  });
});

test('R30: the last expression is shown, and lines are those of the source', () => {
  const { body, shows } = analyseCell('const a: number = 1 // one\na + 1 // shown');
  expect(shows).toBe(true);
  expect(body!.split('\n')[1]).toBe('a + 1) // shown');
});
