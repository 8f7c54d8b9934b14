/** Numbers by their bits: what "bit for bit" compares and what JSON cannot lose (-0, NaN). */
const view = new DataView(new ArrayBuffer(8));

/** 16 lower-case hex digits, big-endian. */
export function floatBits(value: number): string {
  view.setFloat64(0, value);
  const hex = (word: number) => word.toString(16).padStart(8, '0');
  return hex(view.getUint32(0)) + hex(view.getUint32(4));
}
