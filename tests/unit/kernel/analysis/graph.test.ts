import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NotebookGraph } from '../../../../src/kernel/analysis';

function graphOf(cells: Record<string, string>): NotebookGraph {
  const graph = new NotebookGraph();
  for (const [cell, source] of Object.entries(cells)) graph.set(cell, source);
  return graph;
}

describe('NotebookGraph', () => {
  test('says who reads from whom, and answers in dependency order with ties by the page', () => {
    const graph = graphOf({ d: 'b + c', c: 'const c = a', b: 'const b = a', a: 'const a = 1' });
    expect(graph.inputsOf('d')).toEqual(['b', 'c']);
    expect(graph.ancestorsOf('d')).toEqual(['a', 'c', 'b']);
    expect(graph.dependentsOf('a')).toEqual(['c', 'b', 'd']);
    expect(graph.order()).toEqual(['a', 'c', 'b', 'd']);
    graph.arrange(['a', 'b', 'c', 'd']);
    expect(graph.order()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('dependents of some of its names are those that read these', () => {
    const graph = graphOf({ a: 'const x = 1, y = 2', b: 'x', c: 'y' });
    expect(graph.dependentsOf('a', ['x'])).toEqual(['b']);
  });

  test('a change says which other cells it touches', () => {
    const graph = graphOf({ a: 'const x = 1', b: 'x', c: 'y', d: '1' });
    expect(graph.set('a', 'const y = 1').affected).toEqual(['a', 'b', 'c']);
    expect(graph.set('a', 'const y = 2').affected).toEqual(['a']);
    expect(graph.set('a', 'const y = 2').affected).toEqual([]);
    expect(graph.set('d', 'const y = 3').affected).toEqual(['d', 'c', 'a']);
    expect(graph.remove('d').affected).toEqual(['c', 'a']);
    expect(graph.definerOf('y')).toBe('a');
  });

  test('compiles a cell with the names it reads of others, and not one with problems', () => {
    const graph = graphOf({ a: 'const x = 1', b: 'const z = x + Math.PI', c: 'nobody' });
    expect(graph.compiled('b')).toMatchObject({ cell: 'b', uses: ['x'], declares: ['z'] });
    expect([graph.compiled('c'), graph.compiled('no such cell')]).toEqual([null, null]);
  });

  test('after any changes it answers as a graph made anew from the same texts', () => {
    const text = fc
      .tuple(
        fc.subarray(['a', 'b', 'c', 'd', 'e'], { maxLength: 2 }),
        fc.subarray(['a', 'b', 'c', 'd', 'e'], { maxLength: 3 }),
      )
      .map(([own, used]) => {
        const others = used.filter((name) => !own.includes(name));
        return `${own.map((name) => `let ${name};`).join(' ')} [${others.join()}]`;
      });
    const change = fc.tuple(fc.nat(6), fc.option(text));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const graph = new NotebookGraph();
        const texts = new Map<string, string>();
        const seen = new Map<string, string>();
        const page = Array.from({ length: 7 }, (_, i) => `cell${i}`);
        graph.arrange(page);
        for (const [i, source] of changes) {
          const cell = `cell${i}`;
          const { reported } = source === null ? graph.remove(cell) : graph.set(cell, source);
          if (source === null) texts.delete(cell);
          else texts.set(cell, source);
          const fresh = new NotebookGraph();
          fresh.arrange(page);
          for (const [each, its] of texts) fresh.set(each, its);
          for (const each of texts.keys()) {
            const answer = JSON.stringify([graph.problemsOf(each), graph.usesOf(each)]);
            const anew = JSON.stringify([fresh.problemsOf(each), fresh.usesOf(each)]);
            expect(withoutAdvice(answer)).toBe(withoutAdvice(anew));
            // Whoever reads only what is reported is never behind.
            if (!reported.includes(each)) expect(seen.get(each)).toBe(withoutAdvice(answer));
            seen.set(each, withoutAdvice(answer));
          }
          expect(graph.order()).toEqual(fresh.order());
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Advice may name other cells' names, which come and go; it is no reason to look again. */
function withoutAdvice(answer: string): string {
  return answer.replace(/"advice":"[^"]*"/g, '');
}
