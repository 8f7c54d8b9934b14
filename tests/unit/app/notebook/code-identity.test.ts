import { describe, expect, it } from 'vitest';
import { CodeIdentity } from '../../../../src/app/notebook/code-identity';
import type { Link } from '../../../../src/core/hash/digest';
import { NotebookGraph } from '../../../../src/kernel/analysis';
import { seeded } from '../../../support/seeded';

function notebook() {
  const graph = new NotebookGraph();
  const texts = new Map<string, string>();
  const modules = new Map<string, Link>();
  let read = 0;
  const from = {
    graph,
    sourceOf: (cell: string) => (read++, texts.get(cell) ?? ''),
    modules: (names: readonly string[]) =>
      names.flatMap((name) => (modules.has(name) ? [{ name, code: modules.get(name)! }] : [])),
  };
  const identity = new CodeIdentity(from);
  const write = (cell: string, text: string) => {
    texts.set(cell, text);
    const { affected } = graph.set(cell, text);
    return identity.changed([cell, ...affected]);
  };
  return {
    identity,
    write,
    texts,
    modules,
    reads: () => read,
    fresh: () => new CodeIdentity(from),
  };
}

describe('the identity of the code behind a cell', () => {
  it('is another when the cell, or anything that it reads from, is another, and the same again when that is undone', () => {
    const { identity, write } = notebook();
    write('a', 'const a = 1');
    write('b', 'const b = a + 1');
    write('c', 'b * 2');
    write('d', 'const d = 7');
    const before = ['a', 'b', 'c', 'd'].map((cell) => identity.of(cell));
    expect([...write('a', 'const a = 2')].sort()).toEqual(['a', 'b', 'c']);
    const after = ['a', 'b', 'c', 'd'].map((cell) => identity.of(cell));
    expect(after.map((each, i) => each === before[i])).toEqual([false, false, false, true]);
    write('a', 'const a = 1');
    expect(['a', 'b', 'c', 'd'].map((cell) => identity.of(cell))).toEqual(before);
  });

  it('is another when a module means other code', () => {
    const { identity, write, modules } = notebook();
    write('a', 'import { mean } from "stats"');
    write('b', 'mean([1])');
    modules.set('stats', `sha256:${'1'.repeat(64)}`);
    identity.forget();
    const one = identity.of('b');
    modules.set('stats', `sha256:${'2'.repeat(64)}`);
    identity.forget();
    expect(identity.of('b')).not.toBe(one);
  });

  it('is what it would be without anything remembered, after any edits', () => {
    const { identity, write, fresh } = notebook();
    const { uniform } = seeded(20261128);
    const below = (n: number) => Math.floor(uniform() * n);
    for (let step = 0; step < 600; step++) {
      // Of lower numbers only: cells of a circle never run.
      const at = below(12);
      const reads = [0, 1].map(() => (at > 0 && uniform() < 0.8 ? `v${below(at)}` : below(5)));
      write(`c${at}`, `const v${at} = ${reads.join(' + ')}`);
      const cell = `c${below(12)}`;
      expect(identity.of(cell)).toBe(fresh().of(cell));
    }
  });

  it('is there for cells of a circle too', () => {
    const { identity, write } = notebook();
    write('a', 'const a = b');
    write('b', 'const b = a');
    expect(identity.of('a')).toMatch(/^[0-9a-f]{64}$/);
    expect(identity.of('b')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('reads each text once for a chain of ten thousand cells, and again only what stands on a change', () => {
    const { identity, write, reads } = notebook();
    const cells = 10_000;
    for (let i = 0; i < cells; i++)
      write(`c${i}`, i === 0 ? 'const v0 = 1' : `const v${i} = v${i - 1}`);
    const all = () => {
      for (let i = cells - 1; i >= 0; i--) identity.of(`c${i}`);
    };
    const start = reads();
    all();
    expect(reads() - start).toBe(cells);
    write(`c${cells - 3}`, `const v${cells - 3} = 5`);
    all();
    expect(reads() - start).toBe(cells + 3);
  });
});
