/**
 * Which cells are near what is looked at. Only those have an editor and draw their outputs: a notebook of a thousand
 * cells opens as fast as one of ten.
 */
export interface Nearness {
  /** Tells whether the node is near, at once where that is known and at each change. @returns ends the watch */
  watch(node: Element, tell: (near: boolean) => void): () => void;
  close(): void;
}

/** How far beyond the edge of the view counts as near, in pixels. */
const MARGIN = 900;

export function watchNearness(): Nearness {
  const told = new Map<Element, (near: boolean) => void>();
  const margin = `${MARGIN}px 0px`;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
    },
    // The notebook scrolls inside the frame of the program: its margin counts there too.
    { rootMargin: margin, scrollMargin: margin } as IntersectionObserverInit,
  );
  return {
    watch(node, tell) {
      told.set(node, tell);
      observer.observe(node);
      return () => {
        told.delete(node);
        observer.unobserve(node);
      };
    },
    close: () => observer.disconnect(),
  };
}
