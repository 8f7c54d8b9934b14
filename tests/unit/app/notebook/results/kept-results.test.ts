import { afterEach, describe, expect, it, vi } from 'vitest';
import { CellResults, NO_RESULT } from '../../../../../src/app/notebook/cell-results';
import { KeptResults } from '../../../../../src/app/notebook/results/kept-results';
import type { TableCell } from '../../../../../src/kernel/protocol';
import { notebookPlace, type NotebookPlace } from '../../../../support/notebook-place';

const CODE = 'c'.repeat(64);
const origin = (at: number) => ({ at, code: CODE, from: 'run' as const, whole: true });

let place: NotebookPlace;
afterEach(() => {
  place.close();
  vi.unstubAllGlobals();
});

function keeping(cells: readonly string[], rows?: () => Promise<TableCell[][]>) {
  const results = new CellResults(() => undefined);
  const errors: unknown[] = [];
  const kept = new KeptResults(place.session, 'n', {
    results,
    cells: () => cells,
    rows: rows ?? (() => Promise.reject(new Error('no kernel'))),
    kept: (error) => void (error && errors.push(error)),
  });
  return { results, kept, errors };
}

async function opened() {
  place = await notebookPlace();
  await place.session.store.documents.append('n', Uint8Array.of(0, 0));
  await place.session.store.commit([{ type: 'notebook-saved', notebook: 'n', title: 'N' }]);
}

const html = (text: string) => [{ type: 'html' as const, html: text }];

describe('the results of a notebook', () => {
  it('are there in the next session, each in place of the one before, and only of cells that are there', async () => {
    await opened();
    const first = keeping(['a', 'b']);
    first.results.set('a', { outputs: html('one'), origin: origin(5) });
    first.results.set('b', { outputs: html('two'), origin: origin(6) });
    first.results.setControl('a', 0, 0.5);
    first.kept.touched('a');
    first.kept.touched('b');
    await first.kept.close();
    const second = keeping(['a', 'c']);
    await second.kept.load();
    expect(second.results.get('a')).toEqual({
      ...NO_RESULT,
      outputs: html('one'),
      origin: origin(5),
    });
    expect(second.results.controls('a')).toEqual({ 0: 0.5 });
    expect(second.results.has('b')).toBe(false);
    second.results.set('a', { outputs: html('three'), origin: origin(7) });
    second.kept.touched('a');
    await second.kept.close();
    const third = keeping(['a', 'b']);
    await third.kept.load();
    expect(third.results.get('a').outputs).toEqual(html('three'));
    expect(third.results.has('b')).toBe(false);
    const { store } = place.session;
    await store.collect();
    expect((await store.fsck()).remaining).toEqual([]);
    expect((await store.entries()).filter(({ op }) => op.type === 'results-kept')).toHaveLength(2);
    expect([...first.errors, ...second.errors]).toEqual([]);
  });

  it('are not those of a cell that runs, and never put over what has run since', async () => {
    await opened();
    const first = keeping(['a', 'b']);
    first.results.set('a', { outputs: html('kept'), origin: origin(5) });
    first.results.set('b', { outputs: html('half') });
    first.kept.touched('a');
    first.kept.touched('b');
    await first.kept.close();
    const second = keeping(['a', 'b']);
    second.results.set('a', { outputs: html('newer') });
    await second.kept.load();
    expect(second.results.get('a').outputs).toEqual(html('newer'));
    expect(second.results.has('b')).toBe(false);
  });

  it('have further rows of tables where the kernel gives them, and the first where it is gone', async () => {
    await opened();
    const all = Array.from({ length: 5_000 }, (_, i): TableCell[] => [i]);
    const columns = [{ name: 'i', type: 'number' as const }];
    const table = { handle: 3, columns, rows: all.length, first: all.slice(0, 50) };
    for (const [rows, wanted] of [
      [() => Promise.resolve(all.slice(0, 1_000)), 1_000],
      [undefined, 50],
    ] as const) {
      const first = keeping(['a'], rows);
      first.results.set('a', { outputs: [{ type: 'table', table }], origin: origin(1) });
      first.kept.touched('a');
      await first.kept.close();
      const second = keeping(['a']);
      await second.kept.load();
      const [output] = second.results.get('a').outputs;
      if (output?.type !== 'table') throw new Error('it is no table');
      expect(output.table).toMatchObject({ rows: 5_000, first: table.first });
      const { handle } = output.table;
      expect(second.kept.isKept(handle)).toBe(true);
      expect(second.kept.rowsOf(handle, 0, 9_999)).toEqual(all.slice(0, wanted));
      expect(second.kept.rowsOf(3, 0, 1)).toBeNull();
      // What is kept once is kept again with the same rows.
      second.kept.touched('a');
      await second.kept.close();
      expect(second.errors).toEqual([]);
    }
  });

  it('that are damaged or not what they should be are left out, and the others shown', async () => {
    await opened();
    const { store } = place.session;
    await place.session.underLease(async (lease) => {
      const put = (value: unknown) => store.putJson(lease.id, value);
      const sound = {
        format: 'loam.cell-result/1',
        code: CODE,
        from: 'run',
        whole: true,
        outputs: html('sound'),
        images: [],
        console: [],
        dropped: 0,
        failure: null,
        seconds: null,
        controls: [],
      };
      const results = await put({
        format: 'loam.results/1',
        cells: [
          {
            cell: 'a',
            at: 1,
            result: await put({ ...sound, outputs: [{ type: 'press', call: 1 }] }),
          },
          { cell: 'b', at: 1, result: await put(sound) },
          { cell: 'c', at: 1, result: await put(['no result']) },
        ],
      });
      return { ops: [{ type: 'results-kept', notebook: 'n', results }], value: null };
    });
    const { results, kept } = keeping(['a', 'b', 'c']);
    await kept.load();
    expect(['a', 'b', 'c'].map((cell) => results.has(cell))).toEqual([false, true, false]);
  });
});
