/** Where a dataset's rows come from: the workspace, page by page, or the cage's own memory. */
import type { Send } from './call';
import { frameOf, pick, type Frame, type FrameColumn } from './frame';
import { refuse } from './refuse';
import type { DataFacts } from './verbs';

export interface Source {
  rows: number;
  /** Rows from `start` on, of these columns in this order. */
  read(names: readonly string[], start: number, count: number): Promise<Frame>;
}

/** So many cells of plain values are about what a worker's memory holds well. */
export const MOST_CELLS = 5_000_000;
/** Cells per page; rows per page are those of a chunk, so that none is read twice. */
const PAGE_CELLS = 262_144;
const PAGE_ROWS = 65_536;

export function memorySource(frame: Frame): Source {
  return {
    rows: frame.rows,
    read: (names, start, count) => {
      const columns = names.map((name) => frame.columns.find((each) => each.name === name)!);
      if (start === 0 && count >= frame.rows) return Promise.resolve({ ...frame, columns });
      const end = Math.min(frame.rows, start + count);
      const rows = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
      return Promise.resolve(pick({ ...frame, columns }, rows));
    },
  };
}

/** Reads each column of a version once; what was read whole stays in memory. */
export function savedSource(send: Send, { id, name, rows }: DataFacts): Source {
  const whole = new Map<string, Promise<FrameColumn>>();

  async function page(names: readonly string[], start: number, count: number): Promise<Frame> {
    return frameOf(await send('rows', { dataset: id, columns: [...names], start, count }));
  }

  async function group(names: readonly string[]): Promise<FrameColumn[]> {
    const columns: FrameColumn[] = [];
    for (let start = 0; start < rows; start += PAGE_ROWS) {
      const got = await page(names, start, Math.min(PAGE_ROWS, rows - start));
      got.columns.forEach((column, i) => {
        if (start === 0) columns.push(column);
        else columns[i] = { ...column, values: columns[i]!.values.concat(column.values) };
      });
    }
    return columns;
  }

  return {
    rows,
    async read(names, start, count) {
      const end = Math.min(rows, start + count);
      const cells = names.length * Math.max(0, end - start);
      if (cells > MOST_CELLS) {
        refuse(
          `“${name}”`,
          `has ${cells.toLocaleString('en')} cells here; a cell can read at most ${MOST_CELLS.toLocaleString('en')}. Take fewer columns with select, or fewer rows with head.`,
        );
      }
      const all = start === 0 && end === rows && rows > 0;
      if (!all && !names.every((each) => whole.has(each))) {
        return end > start ? page(names, start, end - start) : { rows: 0, columns: [] };
      }
      const missing = names.filter((each) => !whole.has(each));
      const width = Math.max(1, Math.floor(PAGE_CELLS / Math.min(rows, PAGE_ROWS)));
      for (let at = 0; at < missing.length; at += width) {
        const some = missing.slice(at, at + width);
        const got = group(some);
        some.forEach((each, i) => {
          const column = got.then((columns) => columns[i]!);
          // Whoever awaits it hears of a failure; asked again, it is read again.
          column.catch(() => whole.delete(each));
          whole.set(each, column);
        });
        await got;
      }
      const columns = await Promise.all(names.map((each) => whole.get(each)!));
      return memorySource({ rows, columns }).read(names, start, end - start);
    },
  };
}
