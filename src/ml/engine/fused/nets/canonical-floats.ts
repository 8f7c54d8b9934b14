/** NaN leaves the module with one pattern of bits: processors differ in which they make. */
const NAN_BITS = 0x7fc00000;

/** A copy of `length` floats at `at`. */
export function copyFloats(memory: WebAssembly.Memory, at: number, length: number): Float32Array {
  const bits = Uint32Array.from(new Uint32Array(memory.buffer, at, length));
  const floats = new Float32Array(bits.buffer);
  for (let i = 0; i < length; i++) if (floats[i] !== floats[i]) bits[i] = NAN_BITS;
  return floats;
}
