/** Counts distinct numbers exactly up to a limit, then gives up and answers the limit. */
export const DISTINCT_LIMIT = 32_768;

export class DistinctNumbers {
  count = 0;
  exact = true;
  /** NaN is an empty slot. */
  #slots = new Float64Array(256).fill(NaN);

  /** NaN is passed over; -0 is 0. */
  add(values: Float64Array): void {
    if (!this.exact) return;
    const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
    let previous = NaN;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value !== value || value === previous) continue;
      previous = value;
      const hash = value === 0 ? 0 : hashOf(words[2 * i]!, words[2 * i + 1]!);
      if (this.#insert(value, hash) && !this.#makeRoom()) return;
    }
  }

  /** Whether the value is new. */
  #insert(value: number, hash: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const seen = slots[slot]!;
      if (seen === value) return false;
      if (seen !== seen) break;
      slot = (slot + 1) & mask;
    }
    slots[slot] = value;
    this.count++;
    return true;
  }

  #makeRoom(): boolean {
    if (this.count * 2 <= this.#slots.length) return true;
    if (this.count > DISTINCT_LIMIT) {
      this.count = DISTINCT_LIMIT;
      this.exact = false;
      this.#slots = new Float64Array(0);
      return false;
    }
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2).fill(NaN);
    this.count = 0;
    const words = new Int32Array(old.buffer);
    old.forEach((value, i) => {
      if (value !== value) return;
      this.#insert(value, value === 0 ? 0 : hashOf(words[2 * i]!, words[2 * i + 1]!));
    });
    return true;
  }
}

function hashOf(low: number, high: number): number {
  let h = Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0x9e3779b9);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
