/**
 * The little of Protocol Buffers that ONNX needs: fields by number, written in the order they are given.
 * Wire format: https://protobuf.dev/programming-guides/encoding
 */
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

const text = new TextEncoder();

export class ProtobufWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  /** `value` is a safe integer; a negative one is written as 64-bit two's complement. */
  #varint(value: number): void {
    if (value < 0) {
      this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    this.#room(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #bigVarint(value: bigint): void {
    this.#room(10);
    let rest = value;
    while (rest >= 128n) {
      this.#bytes[this.#length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #tag(field: number, wire: number): void {
    this.#varint(field * 8 + wire);
  }

  int(field: number, value: number): this {
    this.#tag(field, VARINT);
    this.#varint(value);
    return this;
  }

  /** Packed. */
  ints(field: number, values: readonly number[]): this {
    const inner = new ProtobufWriter();
    for (const value of values) inner.#varint(value);
    return this.bytes(field, inner.finish());
  }

  float(field: number, value: number): this {
    this.#tag(field, FIXED_32);
    this.#room(4);
    new DataView(this.#bytes.buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, LENGTH_DELIMITED);
    this.#varint(value.length);
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, text.encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
