import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import {
  readSafetensors,
  readTensors,
  writeSafetensors,
} from '../../../../src/ml/formats/safetensors';

const tensors = fc
  .uniqueArray(fc.string(), { maxLength: 5 })
  .filter((names) => !names.includes('__metadata__') && !names.some((name) => /^\d+$/.test(name)))
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
          const size = shape.reduce((product, n) => product * n, 1);
          return fc.record({
            name: fc.constant(name),
            shape: fc.constant(shape),
            values: fc.float32Array({ minLength: size, maxLength: size, noNaN: true }),
          });
        }),
      ),
    ),
  );

function withHeader(header: string, data: number[] = []): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

describe('safetensors', () => {
  it('come back as they were written, whatever their names and shapes', () => {
    fc.assert(
      fc.property(tensors, (written) => {
        const read = readSafetensors(writeSafetensors(written));
        expect([...read.values()]).toEqual(written);
      }),
    );
  });

  it('keep the type of their numbers', () => {
    const written = [
      { name: 'a', shape: [3], values: Uint8Array.of(0, 7, 255) },
      { name: 'b', shape: [2], values: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
      { name: 'c', shape: [1, 1], values: Float64Array.of(0.1) },
      { name: 'd', shape: [0], values: new Float32Array(0) },
    ];
    const bytes = writeSafetensors(written);
    expect([...readTensors(bytes).values()]).toEqual(written);
    expect(() => readSafetensors(bytes)).toThrow(/not float32/);
  });

  it('are the bytes that the format says, padded to eight', () => {
    const bytes = writeSafetensors([{ name: 'w', shape: [2], values: Float32Array.of(1, -2) }]);
    const header = '{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  ';
    expect(bytes[0]).toBe(header.length);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + header.length))).toBe(header);
    expect([...bytes.subarray(8 + header.length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
  });

  it('are refused when a field lies', () => {
    const entry = (fields: string) => `{"w":{${fields}}}`;
    const bad = [
      new Uint8Array(3),
      withHeader('{"w":'),
      withHeader('[]'),
      withHeader('null'),
      withHeader('{"w":null}'),
      withHeader(entry('"dtype":"F64","shape":[1],"data_offsets":[0,4]'), [0, 0, 0, 0]),
      withHeader(entry('"dtype":"F32","shape":[1],"data_offsets":[0,4]')),
      withHeader(entry('"dtype":"F32","shape":[2],"data_offsets":[0,4]'), [0, 0, 0, 0]),
      withHeader(entry('"dtype":"F32","shape":[-1],"data_offsets":[0,-4]')),
      withHeader(entry('"dtype":"F32","shape":[1],"data_offsets":[4,8]'), [0, 0, 0, 0, 0, 0, 0, 0]),
      withHeader(entry('"dtype":"F32","shape":[1],"data_offsets":[0,4]'), [0, 0, 0, 0, 0]),
      withHeader(entry('"dtype":"F32","shape":[1e9,1e9],"data_offsets":[0,4e18]')),
    ];
    for (const bytes of bad) {
      expect(() => readSafetensors(bytes)).toThrow(
        expect.objectContaining({ code: 'object-damaged' }),
      );
    }
  });

  it('never make the reader fail in another way, whichever bytes are changed', () => {
    const good = writeSafetensors([{ name: 'w', shape: [2, 2], values: new Float32Array(4) }]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = good.slice(0, length);
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            readSafetensors(bytes);
          } catch (error) {
            expect(isLoamError(error, 'object-damaged')).toBe(true);
          }
        },
      ),
    );
  });
});
