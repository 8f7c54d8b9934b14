/** JSON string escapes, undone where they stand: what they mean is never longer than they are. */
const BACKSLASH = 92;
const U = 117;

const SHORT = new Uint8Array(128);
for (const [letter, byte] of [
  ['"', 34],
  ['\\', 92],
  ['/', 47],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
] as const) {
  SHORT[letter.charCodeAt(0)] = byte;
}

/**
 * Rewrites `bytes[start..end)` and answers where the text now ends; -1 where an escape is none. A lone
 * surrogate becomes U+FFFD.
 */
export function unescapeInPlace(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && bytes[i] !== BACKSLASH) i++;
  let to = i;
  while (i < end) {
    const byte = bytes[i]!;
    if (byte !== BACKSLASH) {
      bytes[to++] = byte;
      i++;
      continue;
    }
    const letter = bytes[i + 1]!;
    if (i + 1 >= end) return -1;
    if (letter !== U) {
      const short = SHORT[letter & 127]!;
      if (short === 0 || letter > 127) return -1;
      bytes[to++] = short;
      i += 2;
      continue;
    }
    let unit = hex4(bytes, i + 2, end);
    if (unit < 0) return -1;
    i += 6;
    if (unit >= 0xd800 && unit < 0xdc00 && bytes[i] === BACKSLASH && bytes[i + 1] === U) {
      const second = hex4(bytes, i + 2, end);
      if (second >= 0xdc00 && second < 0xe000) {
        unit = 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00);
        i += 6;
      }
    }
    if (unit >= 0xd800 && unit < 0xe000) unit = 0xfffd;
    to = writeUtf8(bytes, to, unit);
  }
  return to;
}

function hex4(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i]!;
    const digit = byte <= 57 ? byte - 48 : (byte | 32) - 87;
    if (digit < 0 || digit > 15 || (byte > 57 && digit < 10)) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function writeUtf8(bytes: Uint8Array, to: number, code: number): number {
  if (code < 0x80) bytes[to++] = code;
  else if (code < 0x800) {
    bytes[to++] = 0xc0 | (code >> 6);
    bytes[to++] = 0x80 | (code & 63);
  } else {
    if (code < 0x10000) bytes[to++] = 0xe0 | (code >> 12);
    else {
      bytes[to++] = 0xf0 | (code >> 18);
      bytes[to++] = 0x80 | ((code >> 12) & 63);
    }
    bytes[to++] = 0x80 | ((code >> 6) & 63);
    bytes[to++] = 0x80 | (code & 63);
  }
  return to;
}
