/** Files of exporters that say the same in other ways, and of each what Loam has no words for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../../src/core/errors';
import { openForeign } from '../../../../../src/deploy/foreign/open-foreign';
import { ProtobufWriter } from '../../../../../src/deploy/onnx/protobuf';
import { readKept, tryKept } from '../../../../../src/deploy/onnx/kept';
import { readOnnxModel } from '../../../../../src/deploy/onnx/read';
import { openGraph } from '../../../../support/kept-graph';
import { expectRecorded, readRecorded } from '../../../../support/recorded-answers';

const FOLDER = 'tests/golden/onnx/exporters';

function fileOf(name: string) {
  return { name, bytes: new Uint8Array(readFileSync(join(FOLDER, name))) };
}

const bytesOf = (name: string) => fileOf(`${name}.onnx`).bytes;

function namesIn(folder: string): string[] {
  return readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => name.replace('.onnx', ''));
}

async function reasonOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return isLoamError(error, 'model-unreadable') ? error.facts.reason : error;
  }
  return 'none';
}

/** Numbers in another file. */
const PARTED = 'dynamo-data';

describe('files of PyTorch’s newer exporter, Keras, tf2onnx and CatBoost', () => {
  it.each(namesIn('.').filter((name) => name !== PARTED))(
    '%s answers as ONNX Runtime did',
    (name) => {
      expectRecorded(readOnnxModel(bytesOf(name)), readRecorded(join(FOLDER, `${name}.json`)));
    },
  );

  it('are read from two files, as PyTorch writes them where it is not told otherwise', async () => {
    const opened = await openForeign([fileOf(`${PARTED}.onnx`), fileOf(`${PARTED}.onnx.data`)]);
    if (opened.by !== 'loam') throw new Error(opened.why);
    expectRecorded(opened.model, readRecorded(join(FOLDER, `${PARTED}.json`)));
  });

  it('ask for the other file by its name', async () => {
    expect(await reasonOf(() => openForeign([fileOf(`${PARTED}.onnx`)]))).toMatch(
      /^the numbers of the tensor “.*” are in dynamo-data.onnx.data: choose that file as well$/,
    );
  });

  it('are said in the layers that they are', () => {
    const layersOf = (name: string) => {
      const { network } = readOnnxModel(bytesOf(name));
      return network.type === 'layers' ? network.layers.map(({ layer }) => layer) : [network.type];
    };
    const normed = ['dense', 'layer-norm', 'depthwise2d', 'conv2d', 'dense'];
    expect(layersOf('keras-layer-norm')).toEqual(normed);
    expect(layersOf('tf2onnx-layer-norm')).toEqual(normed);
    expect(layersOf('dynamo-layer-norm')).toEqual(normed);
    expect(layersOf('dynamo-softplus')).toEqual(['dense', 'dense']);
    expect(layersOf('keras-words')).toEqual(['embedding', 'dense']);
    expect(layersOf('catboost-binary')).toEqual(['trees']);
  });

  it('name the producer in one line', () => {
    expect(readOnnxModel(bytesOf('keras-torch')).producer).toMatch(/^pytorch 2\.\d+\.\d+\S*$/);
    // As CatBoost writes it; of a field that comes twice the last is taken.
    const build = new ProtobufWriter().string(3, 'Git info:\n    Commit: 1').finish();
    const told = Uint8Array.of(...bytesOf('catboost-names'), ...build);
    expect(readOnnxModel(told).producer).toBe('CatBoost');
  });
});

describe('files that ONNX Runtime computes', () => {
  const WHY = {
    'dynamo-gelu': /^the operator Gelu by the error function/,
    'dynamo-mish': /^the operator Mish$/,
    'dynamo-residual': /^the operator Add of two computed values: branches that join again$/,
    'keras-lstm': /^the operator Expand$/,
    'tf2onnx-mish': /^the operator Mul ends a function of each value that Loam has not$/,
  };

  it('are all tried', () => {
    expect(namesIn('kept')).toEqual(Object.keys(WHY));
  });

  it.each(Object.entries(WHY))('%s is kept, with the reason', async (name, why) => {
    const opened = await openForeign([fileOf(`kept/${name}.onnx`)]);
    if (opened.by !== 'onnx') throw new Error('it was read');
    expect(opened.why).toMatch(why);
    const outputs = opened.file.candidates.map(({ output }) => output);
    const kept = await tryKept(opened.file, await openGraph(opened.bytes, outputs));
    const recorded = readRecorded(join(FOLDER, `kept/${name}.json`));
    const [rows] = Object.values(recorded.outputs) as [number[][]];
    expect(kept.answer.read).toBe('scores');
    expect(kept.answer.classes).toHaveLength(rows[0]!.length);
  });
});

describe('files that nobody can compute', () => {
  it('are refused for an input that only its exporter knows', async () => {
    expect(await reasonOf(() => openForeign([fileOf('refused/keras-normalized.onnx')]))).toMatch(
      /^its input “.*normalization.*” takes 1 rows at a time only/,
    );
  });

  it('are refused for more answers than one', async () => {
    const file = readKept(bytesOf('refused/dynamo-lstm'));
    const outputs = file.candidates.map(({ output }) => output);
    const run = await openGraph(bytesOf('refused/dynamo-lstm'), outputs);
    expect(await reasonOf(() => tryKept(file, run))).toMatch(/^more than one answer: /);
  });

  it('are named by an operator that ONNX has not', async () => {
    const bytes = bytesOf('refused/keras-gelu');
    expect(await reasonOf(() => readOnnxModel(bytes))).toBe('the operator Erfc');
    await expect(openGraph(bytes, [])).rejects.toThrow('No Op registered for Erfc');
  });
});
