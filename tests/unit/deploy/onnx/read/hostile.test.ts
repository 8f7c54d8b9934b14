import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../../src/core/errors';
import { ProtobufWriter } from '../../../../../src/deploy/onnx/protobuf';
import { describeOnnx, readOnnxModel } from '../../../../../src/deploy/onnx/read';
import { plainPass } from '../../../../../src/ml/predict/output-pass';
import { ForeignGraph } from '../../../../support/foreign-graph';

const FILES = ['tests/golden/onnx', 'tests/golden/onnx/exporters'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => new Uint8Array(readFileSync(join(folder, name)))),
);
const INPUT = { name: 'x', type: 'float', shape: [2] } as const;
const OUTPUT = (name: string) => ({ name, type: 'float', shape: [1] }) as const;

/** The reason it is refused for, '' where it is read; any other error is thrown. */
function reasonOf(bytes: Uint8Array): string {
  try {
    const model = readOnnxModel(bytes);
    // What is read can be run.
    const rows = new Float32Array(model.preprocessing.width);
    plainPass(model.network, model.weights).run(rows);
    return '';
  } catch (error) {
    if (isLoamError(error, 'model-unreadable')) return String(error.facts.reason);
    throw error;
  }
}

function describes(bytes: Uint8Array): boolean {
  try {
    describeOnnx(bytes);
    return true;
  } catch (error) {
    if (isLoamError(error, 'model-unreadable')) return false;
    throw error;
  }
}

const file = fc.constantFrom(...FILES);

describe('files that mean harm', () => {
  it('are read or refused, wherever they are cut off', () => {
    fc.assert(
      fc.property(file, fc.double({ min: 0, max: 1, noNaN: true }), (bytes, share) => {
        const cut = bytes.subarray(0, Math.floor(share * bytes.length));
        reasonOf(cut);
        describes(cut);
      }),
      { numRuns: 200 },
    );
  });

  it('are read or refused, whichever of their bytes are changed', () => {
    const change = fc.tuple(fc.nat(1 << 20), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(file, fc.array(change, { minLength: 1, maxLength: 6 }), (bytes, changes) => {
        const changed = bytes.slice();
        for (const [at, value] of changes) changed[at % changed.length] = value;
        reasonOf(changed);
        describes(changed);
      }),
      { numRuns: 600 },
    );
  });

  it('are refused when they are any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(reasonOf(bytes)).not.toBe('');
      }),
    );
  });

  it('are refused for numbers without an end, and for lengths past theirs', () => {
    expect(reasonOf(new Uint8Array(12).fill(0xff))).toBe('a number that is too long');
    expect(reasonOf(Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f))).toBe(
      'it ends within a field',
    );
    expect(reasonOf(new Uint8Array(0))).toBe('it holds no graph');
  });

  it('take no memory for a shape that its numbers do not fill', () => {
    const tensor = new ProtobufWriter()
      .ints(1, [1 << 13, 1 << 13])
      .int(2, 1)
      .string(8, 'w');
    const graph = new ProtobufWriter().message(5, tensor);
    expect(reasonOf(new ProtobufWriter().message(7, graph).finish())).toBe(
      'the tensor “w” has 0 of 67108864 values',
    );
    const larger = new ProtobufWriter()
      .ints(1, [1 << 20, 1 << 20])
      .int(2, 1)
      .string(8, 'w');
    const other = new ProtobufWriter().message(5, larger);
    expect(reasonOf(new ProtobufWriter().message(7, other).finish())).toBe(
      'the shape of the tensor “w”',
    );
  });

  it('are refused by name when their numbers are in another file', () => {
    const tensor = new ProtobufWriter().ints(1, [2]).int(2, 1).string(8, 'w').int(14, 1);
    const graph = new ProtobufWriter().message(5, tensor);
    expect(reasonOf(new ProtobufWriter().message(7, graph).finish())).toBe(
      'the numbers of the tensor “w” are in another file: save it as one',
    );
  });

  it('are refused for weights that are no numbers', () => {
    const graph = new ForeignGraph([INPUT]);
    const y = graph.add('Gemm', ['x', graph.floats([2, 1], [NaN, 1])]);
    expect(reasonOf(graph.finish([OUTPUT(y)]))).toBe(
      'the operator Gemm with weights that are no numbers',
    );
  });

  it('are refused for operators that wait for each other, and for what nobody makes', () => {
    const round = new ForeignGraph([INPUT]);
    round.add('Add', ['x', 'v1']);
    round.add('Relu', ['v0']);
    expect(reasonOf(round.finish([OUTPUT('v1')]))).toBe('“v1” is used before it is made');
    const none = new ForeignGraph([INPUT]);
    expect(reasonOf(none.finish([OUTPUT('y')]))).toBe('its output “y” is not made');
  });

  it('are refused by the operator that Loam has no words for, as branches that join are', () => {
    const loop = new ForeignGraph([INPUT]);
    expect(reasonOf(loop.finish([OUTPUT(loop.add('Loop', ['x']))]))).toBe('the operator Loop');
    const foreign = new ForeignGraph([INPUT]);
    const [own] = foreign.addMany('Gelu', ['x'], 1, {}, 'com.example');
    expect(reasonOf(foreign.finish([OUTPUT(own!)]))).toBe('the operator com.example.Gelu');
    const names = new ForeignGraph([INPUT]);
    expect(reasonOf(names.finish([OUTPUT(names.add('constructor', ['x']))]))).toBe(
      'the operator constructor',
    );
    const residual = new ForeignGraph([INPUT]);
    const hidden = residual.add('Gemm', ['x', residual.floats([2, 2], [1, 2, 3, 4])]);
    expect(reasonOf(residual.finish([OUTPUT(residual.add('Add', [hidden, 'x']))]))).toBe(
      'the operator Add of two computed values: branches that join again',
    );
  });

  it('are refused for tensors that grow without an end', () => {
    const graph = new ForeignGraph([INPUT]);
    const index = graph.ints(new Array<number>(1 << 10).fill(0));
    let value = 'x';
    for (let i = 0; i < 3; i++) value = graph.add('Gather', [value, index], { axis: { int: 1 } });
    let wide = value;
    for (let i = 0; i < 13; i++) wide = graph.add('Concat', [wide, wide], { axis: { int: 1 } });
    expect(reasonOf(graph.finish([OUTPUT(wide)]))).toMatch(/values in one row|taken apart/);
  });
});
