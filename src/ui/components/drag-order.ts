/**
 * Putting the rows of a list in another order by dragging a handle, with a mouse, a pen or a finger. Told
 * where the row would land while it is held; Escape lets go. Moving the rows is the caller's.
 */
import { edgeScroll, type EdgeScroll } from './edge-scroll';

/** Where a row lands that is let go at `y`: how many of the others have their middle above it. */
export function landingPlace(middles: readonly number[], from: number, y: number): number {
  return middles.filter((middle, i) => i !== from && middle < y).length;
}

export interface Drag {
  from: number;
  /** Its place, from 0, once it has moved. */
  to: number;
}

export interface DragEvents {
  /** Null when nothing is held any more. */
  ondrag(drag: Drag | null): void;
  /** Let go where it would move. */
  ondrop(drag: Drag): void;
}

export interface DragRow {
  node: Element;
  /** Stands for where it is: itself, or what it stands in where that is far away. */
  at: Element;
}

/**
 * Listens on a list whose handles match `[data-handle]`.
 * @param rows default: the list's children
 * @returns ends the listening
 */
export function dragOrder(
  list: HTMLElement,
  { ondrag, ondrop }: DragEvents,
  rows: () => readonly DragRow[] = () => [...list.children].map((node) => ({ node, at: node })),
): () => void {
  const listening = new AbortController();
  let drag: Drag | null = null;
  let scroll: EdgeScroll | null = null;
  let y = 0;

  function hold(event: PointerEvent): void {
    const handle = (event.target as Element).closest<HTMLElement>('[data-handle]');
    const from = rows().findIndex(({ node }) => handle && node.contains(handle));
    if (!handle || from < 0 || event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    y = event.clientY;
    scroll = edgeScroll(list, look);
    change({ from, to: from });
  }

  function move(event: PointerEvent): void {
    if (!drag) return;
    y = event.clientY;
    scroll?.at(y);
    look();
  }

  function look(): void {
    if (!drag) return;
    const middles = rows().map(({ at }) => {
      const { top, height } = at.getBoundingClientRect();
      return top + height / 2;
    });
    change({ ...drag, to: landingPlace(middles, drag.from, y) });
  }

  function letGo(): void {
    const held = drag;
    change(null);
    if (held && held.to !== held.from) ondrop(held);
  }

  function change(next: Drag | null): void {
    if (drag?.from === next?.from && drag?.to === next?.to) return;
    drag = next;
    if (!drag) scroll?.stop();
    ondrag(drag);
  }

  const { signal } = listening;
  list.addEventListener('pointerdown', hold, { signal });
  list.addEventListener('pointermove', move, { signal });
  list.addEventListener('pointerup', letGo, { signal });
  list.addEventListener('pointercancel', () => change(null), { signal });
  window.addEventListener('keydown', ({ key }) => key === 'Escape' && change(null), { signal });
  return () => listening.abort();
}
