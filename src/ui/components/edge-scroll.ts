/** Scrolls what a list stands in while something is held near its upper or lower edge. */

/** Pixels from the edge where it begins, and per sixtieth of a second at the edge itself. */
const ZONE = 56;
const FASTEST = 18;
const MOST_TICKS = 12;

/** Pixels to scroll in a sixtieth of a second: negative upwards, 0 away from the edges. */
export function edgeSpeed(y: number, top: number, bottom: number): number {
  const up = top + ZONE - y;
  const down = y - (bottom - ZONE);
  const near = Math.max(up, down);
  if (!(near > 0)) return 0;
  const speed = Math.max(1, Math.round((Math.min(near, ZONE) / ZONE) * FASTEST));
  return up > down ? -speed : speed;
}

/** The element that scrolls `node`; the page where none does. */
export function scrollerOf(node: Element): Element {
  const page = node.ownerDocument.scrollingElement ?? node.ownerDocument.documentElement;
  for (let at = node.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if (/auto|scroll/.test(overflowY) && at.scrollHeight > at.clientHeight) return at;
  }
  return page;
}

export interface EdgeScroll {
  /** Where the pointer is now. */
  at(y: number): void;
  stop(): void;
}

/** @param scrolled called after each step: what stands under the pointer is another now */
export function edgeScroll(node: Element, scrolled: () => void): EdgeScroll {
  const scroller = scrollerOf(node);
  const isPage = scroller === node.ownerDocument.scrollingElement;
  let y = NaN;
  let frame = 0;
  /** When the last step was; NaN where it stood still. */
  let last = NaN;

  function step(now: number): void {
    frame = 0;
    // A slow frame goes as far as the ones that it stands for.
    const ticks = Number.isNaN(last) ? 1 : Math.min(MOST_TICKS, ((now - last) * 60) / 1000);
    last = now;
    const { top, bottom } = isPage
      ? { top: 0, bottom: window.innerHeight }
      : scroller.getBoundingClientRect();
    const before = scroller.scrollTop;
    scroller.scrollTop += Math.round(edgeSpeed(y, top, bottom) * ticks);
    if (scroller.scrollTop === before) {
      last = NaN;
      return;
    }
    scrolled();
    frame = requestAnimationFrame(step);
  }

  return {
    at(now) {
      y = now;
      frame ||= requestAnimationFrame(step);
    },
    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
      last = NaN;
    },
  };
}
