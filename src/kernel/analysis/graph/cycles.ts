/** Cells that need each other, and how. */

export interface Need {
  cell: string;
  /** The name that is needed of it. */
  name: string;
}

/** The cells of each circle (Tarjan's strongly connected components with more than one cell). */
export function circles(
  cells: Iterable<string>,
  inputsOf: (cell: string) => readonly string[],
): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];

  for (const first of cells) {
    if (index.has(first)) continue;
    const path: { cell: string; inputs: readonly string[]; next: number }[] = [];
    const enter = (cell: string): void => {
      low.set(cell, index.size);
      index.set(cell, index.size);
      open.push(cell);
      isOpen.add(cell);
      path.push({ cell, inputs: inputsOf(cell), next: 0 });
    };
    enter(first);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const input = top.inputs[top.next++];
      if (input !== undefined) {
        if (!index.has(input)) enter(input);
        else if (isOpen.has(input)) {
          low.set(top.cell, Math.min(low.get(top.cell)!, index.get(input)!));
        }
        continue;
      }
      path.pop();
      const above = path[path.length - 1];
      if (above) low.set(above.cell, Math.min(low.get(above.cell)!, low.get(top.cell)!));
      if (low.get(top.cell) !== index.get(top.cell)) continue;
      const members = open.splice(open.indexOf(top.cell));
      for (const member of members) isOpen.delete(member);
      if (members.length > 1) found.push(members);
    }
  }
  return found;
}

/** By name, so that of ways that are as short it is always the same, whatever was written first. */
const byName = (a: Need, b: Need) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.cell < b.cell ? -1 : a.cell > b.cell ? 1 : 0;

/** The shortest way from a cell back to itself, as the names on it: the cell's own, those between, its own. */
export function circleOf(
  cell: string,
  members: ReadonlySet<string>,
  needsOf: (cell: string) => readonly Need[],
): string[] {
  const from = new Map<string, { before: string; name: string }>();
  const queue = [cell];
  for (const at of queue) {
    for (const { cell: next, name } of [...needsOf(at)].sort(byName)) {
      if (next === cell) {
        const names = [name];
        for (let step = at; step !== cell; step = from.get(step)!.before) {
          names.unshift(from.get(step)!.name);
        }
        return [name, ...names];
      }
      if (!members.has(next) || from.has(next)) continue;
      from.set(next, { before: at, name });
      queue.push(next);
    }
  }
  return [];
}
