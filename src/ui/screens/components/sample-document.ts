/** The gallery's notebook as a document: cells with places between each other, and what undoes a change. */
import { Doc, Map as YMap, Text, UndoManager } from 'yjs';
import type { SampleCell } from './sample-cells';

export class SampleDocument {
  readonly #doc = new Doc();
  readonly cells: YMap<YMap<unknown>> = this.#doc.getMap('cells');
  readonly meta: YMap<string> = this.#doc.getMap('meta');
  readonly undo: UndoManager;
  #made = 0;

  constructor(title: string, cells: readonly SampleCell[]) {
    this.#doc.transact(() => {
      this.meta.set('title', title);
      for (const cell of cells) this.put(this.cells.size, cell);
    });
    this.undo = new UndoManager([this.cells, this.meta], {
      trackedOrigins: new Set([this]),
      captureTimeout: 500,
    });
  }

  change(act: () => void) {
    this.#doc.transact(act, this);
  }

  put(pos: number, { kind, source, smart, collapsed, foreign }: SampleCell): string {
    const id = `cell-${++this.#made}`;
    const map = new YMap<unknown>();
    const entries = {
      kind,
      text: new Text(source),
      smart: smart ?? null,
      collapsed: collapsed ?? false,
      pos,
      foreign: foreign ?? false,
    };
    for (const [key, value] of Object.entries(entries)) map.set(key, value);
    this.cells.set(id, map);
    return id;
  }

  order(): [string, YMap<unknown>][] {
    return [...this.cells].sort((a, b) => Number(a[1].get('pos')) - Number(b[1].get('pos')));
  }

  between(after: string | null, without?: string): number {
    const order = this.order().filter(([id]) => id !== without);
    const at = order.findIndex(([id]) => id === after);
    const pos = (index: number) => Number(order[index]?.[1].get('pos'));
    if (order.length === 0) return 0;
    if (at === order.length - 1) return pos(at) + 1;
    return at < 0 ? pos(0) - 1 : (pos(at) + pos(at + 1)) / 2;
  }

  close() {
    this.undo.destroy();
    this.#doc.destroy();
  }
}
