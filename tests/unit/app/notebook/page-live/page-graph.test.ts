import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PageGraph } from '../../../../../src/app/notebook/page-live/page-graph';
import { NotebookGraph } from '../../../../../src/kernel/analysis';

/** Cells `c0`, `c1`, …, each of which reads some of those before it; on the page they stand in any order. */
const notebooks = fc
  .array(fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .chain((reads) => {
    const cells = reads.map((those, i) => {
      const names = [...new Set(those.filter((each) => each < i))];
      return [`c${i}`, `const v${i} = [${names.map((n) => `v${n}`).join(', ')}]`] as const;
    });
    return fc.shuffledSubarray(cells, { minLength: cells.length });
  });

it('the graph that came along with a page says what that of the notebook says', () => {
  fc.assert(
    fc.property(notebooks, (cells) => {
      const graph = new NotebookGraph();
      for (const [cell, source] of cells) graph.set(cell, source);
      graph.arrange(cells.map(([cell]) => cell));
      const order = graph.order();
      const page = new PageGraph(order.map((cell) => ({ ...graph.compiled(cell)!, settings: {} })));
      for (const cell of [...order, 'nobody']) {
        expect(new Set(page.inputsOf(cell))).toEqual(new Set(graph.inputsOf(cell)));
        expect(new Set(page.readersOf(cell))).toEqual(new Set(graph.readersOf(cell)));
        expect(page.ancestorsOf(cell)).toEqual(graph.ancestorsOf(cell));
        expect(page.dependentsOf(cell)).toEqual(graph.dependentsOf(cell));
      }
      for (const cell of order) expect(page.rankOf(cell)).toBe(order.indexOf(cell));
      expect(page.readersOf(order[0]!, ['another name'])).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
