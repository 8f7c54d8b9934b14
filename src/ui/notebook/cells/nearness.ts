/**
 * Which cells are near what is looked at. Only those have an editor and draw their outputs: a notebook of a thousand
 * cells opens as fast as one of ten. Blocks of cells are watched all the time, cells only in a block that is near.
 */
export type Tell = (near: boolean) => void;

export interface Nearness {
  /** Tells whether the block is near, once that is known and at each change. @returns ends the watch */
  watchBlock(block: Element, tell: Tell): () => void;
  /** The same of a cell, which stands in a block. */
  watch(cell: Element, tell: Tell): () => void;
  close(): void;
}

/** How far beyond the edge of the view counts as near, in pixels. */
const MARGIN = 900;

function observerOf(told: ReadonlyMap<Element, Tell>): IntersectionObserver {
  const margin = `${MARGIN}px 0px`;
  return new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
    },
    // The notebook scrolls inside the frame of the program: its margin counts there too.
    { rootMargin: margin, scrollMargin: margin } as IntersectionObserverInit,
  );
}

export function watchNearness(): Nearness {
  const tellBlock = new Map<Element, Tell>();
  const tellCell = new Map<Element, Tell>();
  const cellsOf = new Map<Element, Set<Element>>();
  const near = new Set<Element>();
  const blocks = observerOf(tellBlock);
  const cells = observerOf(tellCell);

  const blockOf = (cell: Element) => cell.closest('[data-block]');

  function blockIs(block: Element, isNear: boolean): void {
    if (isNear) near.add(block);
    else near.delete(block);
    for (const cell of cellsOf.get(block) ?? []) {
      if (isNear) cells.observe(cell);
      else {
        cells.unobserve(cell);
        tellCell.get(cell)?.(false);
      }
    }
  }

  return {
    watchBlock(block, tell) {
      tellBlock.set(block, (isNear) => {
        tell(isNear);
        blockIs(block, isNear);
      });
      blocks.observe(block);
      return () => {
        tellBlock.delete(block);
        cellsOf.delete(block);
        near.delete(block);
        blocks.unobserve(block);
      };
    },
    watch(cell, tell) {
      const block = blockOf(cell);
      tellCell.set(cell, tell);
      if (block) {
        const members = cellsOf.get(block) ?? new Set();
        cellsOf.set(block, members.add(cell));
      }
      if (!block || near.has(block)) cells.observe(cell);
      return () => {
        tellCell.delete(cell);
        if (block) cellsOf.get(block)?.delete(cell);
        cells.unobserve(cell);
      };
    },
    close() {
      blocks.disconnect();
      cells.disconnect();
    },
  };
}
