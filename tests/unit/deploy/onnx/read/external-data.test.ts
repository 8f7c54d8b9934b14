/** Numbers of an ONNX file that are in files beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../../src/core/errors';
import { openForeign } from '../../../../../src/deploy/foreign/open-foreign';
import { ProtobufWriter } from '../../../../../src/deploy/onnx/protobuf';
import { withExternalData } from '../../../../../src/deploy/onnx/read';
import { readOnnxFile } from '../../../../../src/deploy/onnx/read/read-file';

const FOLDER = 'tests/golden/onnx/exporters';
const numbers = Float32Array.of(1, 2, 3, 4, 5, 6);
const NUMBERS = new Uint8Array(numbers.buffer);
const FILES = new Map([['numbers', NUMBERS]]);

interface Tensor {
  name: string;
  count: number;
  entries: Record<string, string | number>;
}

function tensorOf({ name, count, entries }: Tensor): ProtobufWriter {
  const tensor = new ProtobufWriter().ints(1, [count]).int(2, 1).string(8, name);
  for (const [key, value] of Object.entries(entries)) {
    tensor.message(13, new ProtobufWriter().string(1, key).string(2, String(value)));
  }
  return tensor.int(14, 1);
}

/** Two tensors in the file `numbers`, among fields that have to stay. */
function fileOf(...tensors: Tensor[]): Uint8Array {
  const graph = new ProtobufWriter().string(2, 'graph');
  const own = new ProtobufWriter()
    .ints(1, [1])
    .int(2, 1)
    .string(8, 'own')
    .bytes(9, NUMBERS.slice(0, 4));
  graph.message(5, own);
  for (const tensor of tensors) graph.message(5, tensorOf(tensor));
  graph.string(10, 'the end');
  return new ProtobufWriter().int(1, 9).string(2, 'test').message(7, graph).int(5, -7).finish();
}

function valuesIn(file: Uint8Array): Record<string, number[]> {
  return Object.fromEntries(
    [...readOnnxFile(file).initialisers].map(([name, { values }]) => [
      name,
      Array.from(values as Float64Array),
    ]),
  );
}

function reasonOf(...tensors: Tensor[]): unknown {
  try {
    withExternalData(fileOf(...tensors), FILES);
  } catch (error) {
    return isLoamError(error, 'model-unreadable') ? error.facts.reason : error;
  }
  return 'none';
}

describe('numbers in files beside an ONNX file', () => {
  it('are taken from where the file says, to the end where it does not say how many', () => {
    const first = { location: 'numbers', offset: 4, length: 8 };
    const second = { location: 'folder/numbers', offset: 12 };
    const { bytes, used } = withExternalData(
      fileOf({ name: 'a', count: 2, entries: first }, { name: 'b', count: 3, entries: second }),
      FILES,
    );
    expect([...used]).toEqual(['numbers']);
    expect(valuesIn(bytes)).toEqual({ own: [1], a: [2, 3], b: [4, 5, 6] });
  });

  it('leave the rest of the file as it is, byte by byte', () => {
    const { bytes } = withExternalData(
      fileOf({ name: 'a', count: 2, entries: { location: 'numbers', length: 8 } }),
      FILES,
    );
    const plain = new ProtobufWriter()
      .ints(1, [2])
      .int(2, 1)
      .string(8, 'a')
      .bytes(9, NUMBERS.slice(0, 8));
    const own = new ProtobufWriter()
      .ints(1, [1])
      .int(2, 1)
      .string(8, 'own')
      .bytes(9, NUMBERS.slice(0, 4));
    const graph = new ProtobufWriter()
      .string(2, 'graph')
      .message(5, own)
      .message(5, plain)
      .string(10, 'the end');
    const whole = new ProtobufWriter().int(1, 9).string(2, 'test').message(7, graph).int(5, -7);
    expect(bytes).toEqual(whole.finish());
  });

  it('are asked for by name, and refused where they end too soon', () => {
    const of = (entries: Tensor['entries']) => reasonOf({ name: 'a', count: 2, entries });
    expect(of({ location: 'other.data' })).toBe(
      'the numbers of the tensor “a” are in other.data: choose that file as well',
    );
    const past = 'the numbers of the tensor “a” end past numbers';
    expect(of({ location: 'numbers', offset: 20, length: 8 })).toBe(past);
    expect(of({ location: 'numbers', offset: 25 })).toBe(past);
    expect(of({ location: 'numbers', offset: -4 })).toBe('where the numbers of “a” are');
    expect(of({ location: 'numbers', length: 'all' })).toBe('where the numbers of “a” are');
    expect(of({})).toBe('where the numbers of “a” are');
  });

  it('are refused where many tensors take the same bytes past all bounds', () => {
    const large = new Map([['numbers', new Uint8Array(1 << 24)]]);
    const tensors = Array.from({ length: 20 }, (_, i): Tensor => ({
      name: `t${i}`,
      count: 1 << 22,
      entries: { location: 'numbers' },
    }));
    expect(() => withExternalData(fileOf(...tensors), large)).toThrow(
      expect.objectContaining({ code: 'model-unreadable' }) as Error,
    );
  });

  it('are taken or refused, whichever bytes of the file that names them are changed', () => {
    const read = (name: string) => new Uint8Array(readFileSync(`${FOLDER}/${name}`));
    const model = read('dynamo-data.onnx');
    const files = new Map([['dynamo-data.onnx.data', read('dynamo-data.onnx.data')]]);
    const change = fc.tuple(fc.nat(model.length - 1), fc.integer({ min: 0, max: 255 }));
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const changed = model.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        try {
          withExternalData(changed, files);
          taken++;
        } catch (error) {
          if (!isLoamError(error, 'model-unreadable')) throw error;
          refused++;
        }
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });

  it('leave a file that holds its own as the same bytes', () => {
    for (const name of readdirSync(FOLDER).filter((each) => each.endsWith('.onnx'))) {
      if (name === 'dynamo-data.onnx') continue;
      const bytes = new Uint8Array(readFileSync(`${FOLDER}/${name}`));
      expect(withExternalData(bytes, new Map()).bytes).toBe(bytes);
    }
  });
});

describe('files that are chosen together', () => {
  const model = {
    name: 'm.onnx',
    bytes: new Uint8Array(readFileSync(`${FOLDER}/dynamo-softmax.onnx`)),
  };

  it('may be one whose numbers are all in it, and an empty one beside it', async () => {
    const opened = await openForeign([{ name: 'm.onnx.data', bytes: new Uint8Array(0) }, model]);
    expect(opened.by).toBe('loam');
  });

  it('are asked for where only the numbers were chosen', async () => {
    await expect(openForeign([{ name: 'm.onnx.data', bytes: NUMBERS }])).rejects.toMatchObject({
      facts: { reason: 'it holds weights only: choose the .onnx file beside it as well' },
    });
  });

  it('are refused where the second is none of the first', async () => {
    await expect(openForeign([model, { name: 'x.data', bytes: NUMBERS }])).rejects.toMatchObject({
      facts: {
        name: 'm.onnx',
        reason: 'x.data does not belong to it: bring one model at a time',
      },
    });
  });
});
