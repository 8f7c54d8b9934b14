/** One line that is written over and over, for people at a terminal. */
import { countOf } from '../page/number-text';

const EVERY_MS = 500;

export interface ProgressLine {
  show(share: number, rows: number): void;
  clear(): void;
}

/** @param stream nothing is shown where it is null or no terminal */
export function progressLine(stream: NodeJS.WriteStream | null): ProgressLine {
  if (!stream?.isTTY) return { show() {}, clear() {} };
  let shown = 0;
  return {
    show(share, rows) {
      const now = performance.now();
      if (now - shown < EVERY_MS) return;
      shown = now;
      stream.write(`\r${Math.floor(share * 100)} %, ${countOf(rows, 'row')}\u001b[K`);
    },
    clear() {
      if (shown > 0) stream.write('\r\u001b[K');
    },
  };
}
