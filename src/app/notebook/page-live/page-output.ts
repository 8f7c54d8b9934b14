/** What a cell shows, in the words of an exported page: for its saved results, and for those that it computes itself. */
import type { MarkupNode } from '../../../core/markup/markup-tree';
import { toBase64 } from '../../../deploy/page/base64';
import type {
  PageCell,
  PageControl,
  PageOutput,
  PageTable,
  PageValue,
} from '../../../deploy/notebook-page/types';
import type {
  ControlSpec,
  Inspected,
  Output,
  ShownTable,
  TableCell,
} from '../../../kernel/protocol';

/** More rows than these stay behind, and the page says so. */
export const MOST_ROWS = 1_000;

export interface PageMaking {
  /** Markup of a cell, parsed and cleaned. */
  markup(text: string): MarkupNode[];
  /** More rows of a table than it came with; fewer than asked where they are gone. */
  rows(handle: number, start: number, count: number): Promise<TableCell[][]>;
}

export function pageValue(value: Inspected): PageValue {
  if (value.type === 'leaf') {
    const { of, text, more } = value;
    return { type: 'leaf', of, text, more };
  }
  const { of, size, entries } = value;
  return {
    type: 'tree',
    of,
    size,
    entries: entries.map((entry) => ({ key: entry.key, value: pageValue(entry.value) })),
  };
}

function pageCell(cell: TableCell): PageCell {
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
}

export async function pageTable(
  { handle, columns, rows, first }: ShownTable,
  making: Pick<PageMaking, 'rows'>,
): Promise<PageTable> {
  const wanted = Math.min(rows, MOST_ROWS);
  const taken = first.slice(0, wanted);
  while (taken.length < wanted) {
    const next = await making.rows(handle, taken.length, wanted - taken.length).catch(() => []);
    if (next.length === 0) break;
    taken.push(...next);
  }
  return {
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: taken.map((row) => row.map(pageCell)),
    total: rows,
  };
}

/** One that a page can offer; null for files and chosen rows, which stay in the notebook. */
export function pageControl(control: ControlSpec): PageControl | null {
  switch (control.type) {
    case 'slider': {
      const { type, label, min, max, step, value } = control;
      return { type, label, min, max, step, value };
    }
    case 'number': {
      const { type, label, min, max, step, value } = control;
      return { type, label, min, max, step, value };
    }
    case 'select': {
      const { type, label, options, value } = control;
      return { type, label, options, value };
    }
    case 'text': {
      const { type, label, placeholder, value } = control;
      return { type, label, placeholder, value };
    }
    case 'checkbox': {
      const { type, label, value } = control;
      return { type, label, value };
    }
    case 'file':
    case 'rows':
      return null;
    default:
      return control satisfies never;
  }
}

/** Null for what only the app can draw: trainings and presses. */
export async function pageOutput(output: Output, making: PageMaking): Promise<PageOutput[] | null> {
  switch (output.type) {
    case 'value':
      return [{ type: 'value', value: pageValue(output.value) }];
    case 'table':
      return [{ type: 'table', table: await pageTable(output.table, making) }];
    case 'html':
      return [{ type: 'markup', nodes: making.markup(output.html) }];
    case 'svg':
      return [{ type: 'markup', nodes: making.markup(output.svg) }];
    case 'image':
      return [{ type: 'image', mime: output.mime, base64: toBase64(output.bytes) }];
    case 'control': {
      const control = pageControl(output.control);
      if (control) return [{ type: 'control', index: output.index, control }];
      return [];
    }
    case 'run':
    case 'study':
    case 'press':
      return null;
    default:
      return output satisfies never;
  }
}
