import { describe, expect, it } from 'vitest';
import { planPage } from '../../../../src/app/notebook/page-export-plan';
import type { CellView } from '../../../../src/app/notebook/types';
import type { Output } from '../../../../src/kernel/protocol';

function view(id: string, source: string, part: Partial<CellView> = {}): CellView {
  const names = { declares: [], uses: [] };
  const result = { outputs: [], console: [], dropped: 0, failure: null, seconds: 1 };
  const text = null as unknown as CellView['text'];
  const shape = {
    kind: 'code',
    collapsed: false,
    smart: null,
    state: 'done',
    foreign: { text: false, modules: [] },
    problems: [],
    from: null,
  } as const;
  return { id, text, source, ...shape, ...names, ...result, ...part };
}

const slider = (label: string): Output => ({
  type: 'control',
  index: 0,
  control: { type: 'slider', label, min: 0, max: 1, step: 0.1, value: 0.4 },
});

const table: Output = {
  type: 'table',
  table: { handle: 1, columns: [{ name: 'a', type: 'number' }], rows: 3, first: [[1], [2], [3]] },
};

describe('what a page would carry', () => {
  it('is counted, and each input that stays behind has a reason', () => {
    const plan = planPage({
      cells: [
        view('t', '# Title', { kind: 'markdown' }),
        view('e', '  ', { kind: 'markdown' }),
        view('a', 'const a = input.slider({})', { outputs: [slider('age')], declares: ['a'] }),
        view('b', 'md`${a}`', { outputs: [{ type: 'html', html: '<p>1</p>' }], uses: ['a'] }),
        view('c', 'const c = input.slider({})', { outputs: [slider('count')], declares: ['c'] }),
        view('d', '(await loam.data("x")).head(c)', { outputs: [table], uses: ['c'] }),
        view('o', '1', { state: 'stale', outputs: [{ type: 'svg', svg: '<svg/>' }] }),
        view('r', '2', { state: 'running' }),
      ],
    });
    expect(plan).toMatchObject({
      texts: 1,
      results: 5,
      pictures: 1,
      old: 1,
      running: 1,
      failures: 0,
    });
    expect(plan.tables.map(({ cell, at, place }) => [cell, at, place])).toEqual([['d', 0, 6]]);
    expect(plan.live).toEqual([{ label: 'age', place: 3 }]);
    expect(plan.frozen).toEqual([{ label: 'count', place: 5, because: 'cell 6 uses loam.data' }]);
    expect(plan.inputs.runs).toEqual(['a', 'b']);
  });

  it('does not read cells of another language', () => {
    const plan = planPage({
      cells: [
        view('a', 'const a = input.slider({})', { outputs: [slider('age')], declares: ['a'] }),
        // Python, as an imported notebook has it: nothing was read from it.
        view('python', 'a', { state: 'idle' }),
      ],
    });
    expect(plan.live).toHaveLength(1);
  });

  it('keeps an input still whose cell changed since it drew it', () => {
    const changed = { outputs: [slider('age')], declares: ['a'], state: 'stale' as const };
    const { frozen } = planPage({ cells: [view('a', 'const a = input.slider({})', changed)] });
    expect(frozen).toMatchObject([{ because: 'its own cell has not run as it is now' }]);
    const { frozen: gone } = planPage({ cells: [view('a', 'const a = 1', changed)] });
    expect(gone).toMatchObject([{ because: 'its cell changed' }]);
  });
});
