/** Ranges along the axes of parallel coordinates, drawn with the pointer or set with the arrow keys. */
import { brushed, type Brush, type ParallelAxis, type ParallelLine } from './parallel-axes';

/** Shorter drags are presses, in pixels. */
const LEAST_DRAG = 4;

interface Drawn {
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
  /** Pixels from the top of the drawing to a share of an axis. */
  shareAt(pixel: number): number;
  /** Keys of the lines that pass through the ranges; null where none is drawn. */
  onbrush(keys: Set<string> | null): void;
}

export class AxisBrushing {
  #brushes = $state.raw<Readonly<Record<string, Brush>>>({});
  #drag: { name: string; from: number } | null = null;
  readonly active = $derived.by(() => Object.keys(this.#brushes).length > 0);
  /** Keys of the lines that pass through all ranges. */
  readonly kept = $derived.by(() => brushed(this.drawn.lines, this.drawn.axes, this.#brushes));

  constructor(private readonly drawn: Drawn) {}

  of(name: string): Brush | undefined {
    return this.#brushes[name];
  }

  clear(): void {
    this.#become({});
  }

  down(event: PointerEvent, name: string): void {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#drag = { name, from: localY(event) };
  }

  move(event: PointerEvent): void {
    if (!this.#drag) return;
    const { name, from } = this.#drag;
    const to = localY(event);
    if (Math.abs(to - from) < LEAST_DRAG) return;
    const ends = [this.drawn.shareAt(from), this.drawn.shareAt(to)];
    this.#set(name, { from: Math.min(...ends), to: Math.max(...ends) });
  }

  up(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag && Math.abs(localY(event) - drag.from) < LEAST_DRAG) this.#set(drag.name, null);
    this.#drag = null;
  }

  /** Tenths of the axis: the low end by Left and Right, the high end by Down and Up. */
  key(event: KeyboardEvent, name: string): void {
    const { from, to } = this.of(name) ?? { from: 0, to: 1 };
    const next: Record<string, Brush> = {
      ArrowRight: { from: Math.min(to, from + 0.1), to },
      ArrowLeft: { from: Math.max(0, from - 0.1), to },
      ArrowUp: { from, to: Math.min(1, to + 0.1) },
      ArrowDown: { from, to: Math.max(from, to - 0.1) },
    };
    const brush = next[event.key];
    if (event.key === 'Escape' || event.key === 'Delete') this.#set(name, null);
    else if (brush) this.#set(name, brush.from <= 0 && brush.to >= 1 ? null : brush);
    else return;
    event.preventDefault();
  }

  #set(name: string, brush: Brush | null): void {
    const { [name]: _gone, ...others } = this.#brushes;
    this.#become(brush ? { ...others, [name]: brush } : others);
  }

  #become(brushes: Readonly<Record<string, Brush>>): void {
    this.#brushes = brushes;
    this.drawn.onbrush(this.active ? this.kept : null);
  }
}

function localY(event: PointerEvent): number {
  const box = (event.currentTarget as Element).closest('svg')!.getBoundingClientRect();
  return event.clientY - box.top;
}
