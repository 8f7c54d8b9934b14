import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../../../../src/deploy/onnx/protobuf';

const bytes = (writer: ProtobufWriter) => Array.from(writer.finish());

describe('protocol buffers', () => {
  it('are written as the examples of their documentation', () => {
    expect(bytes(new ProtobufWriter().int(1, 150))).toEqual([0x08, 0x96, 0x01]);
    expect(bytes(new ProtobufWriter().string(2, 'testing'))).toEqual([
      ...[0x12, 0x07],
      ...new TextEncoder().encode('testing'),
    ]);
    const inner = new ProtobufWriter().int(1, 150);
    expect(bytes(new ProtobufWriter().message(3, inner))).toEqual([0x1a, 3, 0x08, 0x96, 0x01]);
    expect(bytes(new ProtobufWriter().ints(6, [3, 270, 86942]))).toEqual([
      ...[0x32, 6, 3, 0x8e, 0x02, 0x9e, 0xa7, 0x05],
    ]);
    expect(bytes(new ProtobufWriter().float(1, 1))).toEqual([0x0d, 0, 0, 0x80, 0x3f]);
  });

  it('hold any safe integer as 64 bits of two’s complement', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const [, ...varint] = bytes(new ProtobufWriter().int(1, value));
        const read = varint.reduce(
          (sum, byte, i) => sum | (BigInt(byte & 127) << BigInt(7 * i)),
          0n,
        );
        expect(BigInt.asIntN(64, read)).toBe(BigInt(value));
        expect(varint.every((byte, i) => byte >= 128 === i < varint.length - 1)).toBe(true);
      }),
    );
  });

  it('grow past any first size', () => {
    const long = new Uint8Array(100_000).fill(7);
    const written = bytes(new ProtobufWriter().bytes(1, long).int(2, 1));
    expect(written.length).toBe(1 + 3 + long.length + 2);
    expect(written.slice(-3)).toEqual([7, 0x10, 1]);
  });
});
