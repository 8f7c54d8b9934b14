/** Base64 (RFC 4648, padded) without the browser's string detour; decoding accepts the one canonical spelling only. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = '='.charCodeAt(0);
/** Characters per string that is built in one go. */
const PIECE = 8192;

const CODE_OF = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const VALUE_OF = new Int8Array(128).fill(-1);
CODE_OF.forEach((code, value) => (VALUE_OF[code] = value));

export function toBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let at = 0, out = 0; at < bytes.length; at += 3, out += 4) {
    const a = bytes[at]!;
    const b = bytes[at + 1] ?? 0;
    const c = bytes[at + 2] ?? 0;
    codes[out] = CODE_OF[a >> 2]!;
    codes[out + 1] = CODE_OF[((a & 3) << 4) | (b >> 4)]!;
    codes[out + 2] = at + 1 < bytes.length ? CODE_OF[((b & 15) << 2) | (c >> 6)]! : PAD;
    codes[out + 3] = at + 2 < bytes.length ? CODE_OF[c & 63]! : PAD;
  }
  let text = '';
  for (let at = 0; at < codes.length; at += PIECE) {
    text += String.fromCharCode(...codes.subarray(at, at + PIECE));
  }
  return text;
}

/** Null where the text is not canonical base64. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let at = 0, out = 0; at < text.length; at += 4) {
    let group = 0;
    for (let i = 0; i < 4; i++) {
      const isPadding = at + i >= text.length - padding;
      const code = text.charCodeAt(at + i);
      const value = isPadding ? 0 : code < 128 ? VALUE_OF[code]! : -1;
      if (value < 0) return null;
      group = (group << 6) | value;
    }
    for (let shift = 16; shift >= 0; shift -= 8) {
      const byte = (group >> shift) & 255;
      if (out < bytes.length) bytes[out++] = byte;
      else if (byte !== 0) return null;
    }
  }
  return bytes;
}
