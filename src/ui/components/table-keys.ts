/** The row a key leads to from row `current` of `count`, or null where it is not a key that moves. */
export function rowAfterKey(
  key: string,
  current: number,
  count: number,
  rowsPerPage: number,
): number | null {
  const page = Math.max(1, rowsPerPage);
  const wanted = new Map([
    ['ArrowDown', current + 1],
    ['ArrowUp', current - 1],
    ['PageDown', current + page],
    ['PageUp', current - page],
    ['Home', 0],
    ['End', count - 1],
  ]).get(key);
  return wanted === undefined ? null : Math.max(0, Math.min(count - 1, wanted));
}

/**
 * What is chosen after row `key` was pressed: it changes sides, and with `range` all rows between it and the row pressed
 * before (`between`, in the order shown) go to the side it went to.
 */
export function chosenAfter(
  chosen: ReadonlySet<string>,
  key: string,
  between: readonly string[],
): Set<string> {
  const next = new Set(chosen);
  const on = !chosen.has(key);
  for (const each of [key, ...between]) {
    if (on) next.add(each);
    else next.delete(each);
  }
  return next;
}
