/** What one run shows: slots in the order of the code, sent whole, at most once per 50 ms. */
import type { ControlSpec, Output } from '../protocol';
import type { HandleGroup, Handles } from './handles';
import { append } from './primordials';
import { outputOf, readImage, type Knowing } from './show';

export const OUTPUTS_MS = 50;
const SLOTS = 1_000;

export interface OutputEffects {
  handles: Handles;
  knowing: Knowing;
  now(): number;
  later(work: () => void, milliseconds: number): void;
  send(outputs: Output[]): void;
}

export interface Slot {
  output: Output | null;
  group: HandleGroup;
}

export class Outputs {
  readonly #effects: OutputEffects;
  readonly #slots: Slot[] = [];
  #sentAt = -Infinity;
  #dirty = false;
  #waiting = false;
  #closed = false;

  constructor(effects: OutputEffects) {
    this.#effects = effects;
  }

  slot(): Slot {
    if (this.#slots.length >= SLOTS) throw new RangeError(`a cell shows at most ${SLOTS} outputs`);
    const slot = { output: null, group: this.#effects.handles.group() };
    append(this.#slots, slot);
    return slot;
  }

  /** `done` is called when the slot is drawn: at once, but for images. */
  draw(slot: Slot, value: unknown, done: () => void): void {
    const drawn = (output: Output | null) => {
      this.#put(slot, output);
      done();
    };
    slot.group.release();
    try {
      if (readImage(value, drawn)) return;
      drawn(outputOf(value, slot.group.keep, this.#effects.knowing));
    } catch {
      const text = 'a value that cannot be shown';
      drawn({ type: 'value', value: { type: 'leaf', of: 'unreadable', text, more: 0 } });
    }
  }

  control(slot: Slot, index: number, control: ControlSpec): void {
    this.#put(slot, { type: 'control', index, control });
  }

  #put(slot: Slot, output: Output | null): void {
    slot.output = output;
    this.#dirty = true;
    if (this.#waiting || this.#closed) return;
    this.#waiting = true;
    const since = this.#effects.now() - this.#sentAt;
    this.#effects.later(
      () => {
        this.#waiting = false;
        this.flush();
      },
      since >= OUTPUTS_MS ? 0 : OUTPUTS_MS - since,
    );
  }

  flush(): void {
    if (!this.#dirty || this.#closed) return;
    this.#dirty = false;
    this.#sentAt = this.#effects.now();
    const outputs: Output[] = [];
    for (let i = 0; i < this.#slots.length; i++) {
      const { output } = this.#slots[i]!;
      if (output) append(outputs, output);
    }
    this.#effects.send(outputs);
  }

  /** Lets go of everything; nothing is sent any more. */
  close(): void {
    this.#closed = true;
    for (let i = 0; i < this.#slots.length; i++) this.#slots[i]!.group.release();
  }
}
