/** The leaves that may be split, the one that gains most first; of equals the one made first. A binary heap. */
import { nodeAt } from './node';

let size: u32 = 0;

export function clearQueue(): void {
  size = 0;
}

function before(nodes: usize, a: u32, b: u32): bool {
  const gainA = nodeAt(nodes, a).gain;
  const gainB = nodeAt(nodes, b).gain;
  return gainA > gainB || (gainA == gainB && a < b);
}

export function push(queue: usize, nodes: usize, node: u32): void {
  let at = size++;
  while (at > 0) {
    const parent: u32 = (at - 1) >> 1;
    const other = load<u32>(queue + (parent << 2));
    if (!before(nodes, node, other)) break;
    store<u32>(queue + (at << 2), other);
    at = parent;
  }
  store<u32>(queue + (at << 2), node);
}

/** Takes the first out; -1 when there is none. */
export function pop(queue: usize, nodes: usize): i32 {
  if (size == 0) return -1;
  const first = load<u32>(queue);
  size--;
  const moved = load<u32>(queue + (size << 2));
  let at: u32 = 0;
  for (;;) {
    let child: u32 = 2 * at + 1;
    if (child >= size) break;
    const next: u32 = child + 1;
    if (
      next < size &&
      before(nodes, load<u32>(queue + (next << 2)), load<u32>(queue + (child << 2)))
    ) {
      child = next;
    }
    const other = load<u32>(queue + (child << 2));
    if (!before(nodes, other, moved)) break;
    store<u32>(queue + (at << 2), other);
    at = child;
  }
  store<u32>(queue + (at << 2), moved);
  return <i32>first;
}
