/**
 * The word hash of PARTS.md section 1, for one text and for many rows at once. Not cryptographic: it
 * deals rows to parts, it names nothing.
 */

/** Two unsigned 32-bit lanes per row; row i's 64-bit value is high[i] * 2^32 + low[i]. */
export interface Lanes {
  high: Uint32Array;
  low: Uint32Array;
}

function absorb(lanes: Lanes, i: number, word: number): void {
  let a = lanes.high[i]!;
  let b = lanes.low[i]!;
  let k = Math.imul(word, 0x239b961b);
  a ^= Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
  a = ((a << 13) | (a >>> 19)) + b;
  a = (Math.imul(a, 5) + 0x561ccd1b) | 0;
  k = Math.imul(word, 0xab0e9789);
  b ^= Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
  b = ((b << 17) | (b >>> 15)) + a;
  b = (Math.imul(b, 5) + 0x0bcaa747) | 0;
  lanes.high[i] = a;
  lanes.low[i] = b;
}

function fmix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Every row absorbs its own word. */
export function absorbWords(lanes: Lanes, words: Uint32Array): void {
  for (let i = 0; i < words.length; i++) absorb(lanes, i, words[i]!);
}

/** Every row absorbs the same word. */
export function absorbWord(lanes: Lanes, word: number): void {
  for (let i = 0; i < lanes.high.length; i++) absorb(lanes, i, word);
}

export function finish(lanes: Lanes, words: number): void {
  const { high, low } = lanes;
  for (let i = 0; i < high.length; i++) {
    let a = high[i]! ^ words;
    let b = low[i]! ^ words;
    a = (a + b) | 0;
    b = (b + a) | 0;
    a = fmix(a);
    b = fmix(b);
    a = (a + b) | 0;
    high[i] = a;
    low[i] = b + a;
  }
}

/** `rows` states that start at the given lanes. */
export function startLanes(rows: number, high: number, low: number): Lanes {
  return { high: new Uint32Array(rows).fill(high), low: new Uint32Array(rows).fill(low) };
}

/** The hash of each text, by its UTF-16 code units. */
export function hashTexts(texts: readonly string[]): Lanes {
  const result = startLanes(texts.length, 0, 0);
  const state = startLanes(1, 0, 0);
  texts.forEach((text, i) => {
    state.high[0] = 0;
    state.low[0] = 0;
    for (let j = 0; j < text.length; j++) absorb(state, 0, text.charCodeAt(j));
    finish(state, text.length);
    result.high[i] = state.high[0]!;
    result.low[i] = state.low[0]!;
  });
  return result;
}
