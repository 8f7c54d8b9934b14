/** Which rows of a long list stand in the page: those in view and a margin on both sides. */
export interface VirtualWindow {
  /** First row drawn. */
  start: number;
  /** One past the last row drawn. */
  end: number;
  /** Pixels that stand in for the rows above. */
  before: number;
  /** Pixels that stand in for the rows below. */
  after: number;
}

/** All rows are `rowHeight` pixels high; `scrollTop` may lie outside the list (rubber-banding, rows that went away). */
export function virtualWindow(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  count: number,
  margin = 12,
): VirtualWindow {
  const inView = Math.ceil(viewHeight / rowHeight) + 1;
  const last = Math.max(0, count - inView);
  const first = Math.min(last, Math.max(0, Math.floor(scrollTop / rowHeight)));
  const start = Math.max(0, first - margin);
  const end = Math.min(count, first + inView + margin);
  return { start, end, before: start * rowHeight, after: (count - end) * rowHeight };
}

/** The scroll position nearest to `scrollTop` at which row `index` is whole in view, below a sticky head. */
export function scrollToShow(
  index: number,
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  headHeight = 0,
): number {
  const top = index * rowHeight;
  const room = viewHeight - headHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + room) return top + rowHeight - room;
  return scrollTop;
}
