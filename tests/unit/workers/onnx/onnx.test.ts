/** The worker's class under Node: the same WebAssembly as in a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { answerDifference, modelPorts, onnxFeeds, writeOnnx } from '../../../../src/deploy/onnx';
import { rowOf } from '../../../../src/deploy/model/golden-examples';
import type { OnnxValue } from '../../../../workers/onnx/contract';
import { boundMemory } from '../../../../workers/onnx/bound-memory';
import { Onnx } from '../../../../workers/onnx/onnx';
import { someData } from '../../../support/bundle-of';
import { pageInputOf } from '../../../support/page-input';

/** Node's fetch takes no address of a file. */
const file = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
const wasm = `data:application/wasm;base64,${readFileSync(file).toString('base64')}`;
const { model } = pageInputOf({ ...someData(), template: '', name: 'a model' });
const { manifest, preprocessing, weights } = model;

describe('an ONNX file in its worker', () => {
  it('answers as the app does, by the names of its inputs and outputs', async () => {
    const onnx = new Onnx();
    const names = await onnx.open({ model: writeOnnx(model), wasm });
    const ports = modelPorts(manifest);
    expect(names.inputs).toEqual(ports.inputs.map(({ name }) => name));
    const cells = manifest.inputs.map(() => null);
    const feeds = onnxFeeds(manifest, [cells, cells]).map(({ name, type, values }) => {
      const value = { type: type === 'double' ? 'float64' : 'string', shape: [2, 1], values };
      return [name, value as OnnxValue];
    });
    const answers = await onnx.run({ feeds: Object.fromEntries(feeds) as never });
    expect(Object.keys(answers)).toEqual(names.outputs);
    const predictor = makePredictor(manifest, preprocessing, weights);
    const expected = predictor.predictCells(rowOf(manifest.inputs, cells));
    const found = Object.fromEntries(
      Object.entries(answers).map(([name, { values }]) => [name, values as ArrayLike<number>]),
    );
    expect([0, 1].map((row) => answerDifference(manifest, expected, found, row))).toEqual([
      null,
      null,
    ]);
  });

  it('is refused with what ONNX Runtime says where it is none, or is fed otherwise', async () => {
    const refusal = {
      code: 'model-unreadable',
      facts: { reason: expect.stringMatching(/^ONNX/) as string },
    };
    await expect(new Onnx().open({ model: new Uint8Array(64), wasm })).rejects.toMatchObject(
      refusal,
    );
    const onnx = new Onnx();
    await onnx.open({ model: writeOnnx(model), wasm });
    await expect(onnx.run({ feeds: {} })).rejects.toMatchObject(refusal);
    await expect(new Onnx().run({ feeds: {} })).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('the memory of the runtime', () => {
  it('grows to 1 GiB and no further, whatever is asked for', () => {
    const before = WebAssembly.Memory;
    try {
      boundMemory();
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
      expect(memory).toBeInstanceOf(before);
      expect(memory.grow(16383)).toBe(1);
      expect(() => memory.grow(1)).toThrow(RangeError);
    } finally {
      WebAssembly.Memory = before;
    }
  });
});
