/** A P-256 signature as WebCrypto has it (r and s, 32 bytes each) and as everyone else has it (DER: a sequence of two integers). */
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BYTES = 32;

function writeInteger(value: Uint8Array): number[] {
  let from = 0;
  while (from < value.length - 1 && value[from] === 0) from++;
  const digits = [...value.subarray(from)];
  // The top bit would say that it is negative.
  if (digits[0]! >= 0x80) digits.unshift(0);
  return [INTEGER, digits.length, ...digits];
}

export function toDer(signature: Uint8Array): Uint8Array {
  const body = [
    ...writeInteger(signature.subarray(0, BYTES)),
    ...writeInteger(signature.subarray(BYTES)),
  ];
  return Uint8Array.of(SEQUENCE, body.length, ...body);
}

/** Null where the bytes are anything but what `toDer` makes. */
export function fromDer(der: Uint8Array): Uint8Array | null {
  const signature = new Uint8Array(2 * BYTES);
  let at = 2;
  for (const end of [BYTES, 2 * BYTES]) {
    const length = der[at + 1] ?? 0;
    const digits = der.subarray(at + 2, at + 2 + length);
    const value = digits[0] === 0 ? digits.subarray(1) : digits;
    if (value.length > BYTES) return null;
    signature.set(value, end - value.length);
    at += 2 + length;
  }
  const same = toDer(signature);
  const isSame = same.length === der.length && same.every((byte, i) => byte === der[i]);
  return isSame ? signature : null;
}
