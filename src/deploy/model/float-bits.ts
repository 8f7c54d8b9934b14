/** Numbers by their bits: what "bit for bit" compares and what JSON cannot lose (-0, NaN). */
const view = new DataView(new ArrayBuffer(8));

/** What `floatBits` wrote; NaN for anything else. */
export function bitsFloat(bits: string): number {
  if (!/^[0-9a-f]{16}$/.test(bits)) return NaN;
  view.setUint32(0, parseInt(bits.slice(0, 8), 16));
  view.setUint32(4, parseInt(bits.slice(8), 16));
  return view.getFloat64(0);
}

/** 16 lower-case hex digits, big-endian. */
export function floatBits(value: number): string {
  view.setFloat64(0, value);
  const hex = (word: number) => word.toString(16).padStart(8, '0');
  return hex(view.getUint32(0)) + hex(view.getUint32(4));
}
