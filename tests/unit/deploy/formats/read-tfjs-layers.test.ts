/** Models made by TensorFlow.js, taken in and run by the app's own engine, beside TensorFlow.js; and hostile files. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import { sizeOf } from '../../../../src/core/network/plan';
import { readTfjsLayers, type FormatFiles } from '../../../../src/deploy/formats';
import { answersOf } from '../../../../src/ml/predict/answer';
import { makeForwardPass } from '../../../../src/ml/predict/forward';
import { readSafetensors } from '../../../../src/ml/formats/safetensors';
import { seeded } from '../../../support/seeded';
import { runTfjs } from '../../../support/tfjs-layers-model';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function filesOf(model: tfl.LayersModel): Promise<FormatFiles> {
  const files: FormatFiles = new Map();
  await model.save({
    save: (artifacts) => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const json = JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest });
      files.set('model.json', new TextEncoder().encode(json));
      files.set('weights.bin', new Uint8Array(weightData as ArrayBuffer));
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    },
  });
  return files;
}

/** No weight at a value that it begins with. */
function shake(model: tfl.LayersModel, seed: number): tfl.LayersModel {
  const random = seeded(seed);
  model.setWeights(
    model.getWeights().map((weight) => {
      const values = weight.dataSync().map((x) => x + Math.abs(random.normal()) / 4);
      return tf.tensor(values, weight.shape);
    }),
  );
  return model;
}

async function expectAgreement(model: tfl.LayersModel, row?: () => number): Promise<void> {
  const files = await filesOf(shake(model, 3));
  const imported = readTfjsLayers(files);
  const width = sizeOf(imported.inputShape);
  const random = seeded(11);
  const inputs = Float32Array.from({ length: 6 * width }, row ?? (() => random.normal()));
  const shaped = tf.tensor(inputs, [6, ...imported.inputShape]);
  const theirs = (model.predict(shaped) as tf.Tensor).dataSync();
  const pass = makeForwardPass(imported.layers, readSafetensors(imported.weights));
  const head = { kind: imported.kind, targetTransform: { offset: 0, scale: 1 } };
  const answers = answersOf({ ...head, classes: imported.outputs }, pass.run(inputs));
  const ours = imported.kind === 'binary' ? answers.filter((_, i) => i % 2 === 1) : answers;
  expect(ours.length).toBe(theirs.length);
  const off = Array.from(ours, (x, i) => Math.abs(x - theirs[i]!) / Math.max(1, Math.abs(x)));
  expect(off.filter((x) => !(x <= 1e-5))).toEqual([]);
}

const { layers } = tfl;

describe('a TensorFlow.js layers model', () => {
  it('of dense layers answers as TensorFlow.js does: classes, one of two, and a number', async () => {
    for (const [units, activation] of [
      [3, 'softmax'],
      [1, 'sigmoid'],
      [1, 'linear'],
    ] as const) {
      await expectAgreement(
        tfl.sequential({
          layers: [
            layers.dense({ units: 5, activation: 'relu', inputShape: [4] }),
            layers.dropout({ rate: 0.5 }),
            layers.batchNormalization(),
            layers.dense({ units: 4, activation: 'swish', useBias: false }),
            layers.layerNormalization(),
            layers.leakyReLU({ alpha: 0.2 }),
            layers.dense({ units, activation }),
          ],
        }),
      );
    }
  });

  it('of images answers as TensorFlow.js does', async () => {
    await expectAgreement(
      tfl.sequential({
        layers: [
          layers.conv2d({
            filters: 4,
            kernelSize: 3,
            padding: 'same',
            activation: 'elu',
            inputShape: [7, 6, 2],
          }),
          layers.depthwiseConv2d({ kernelSize: [2, 3], depthMultiplier: 2, strides: 2 }),
          layers.batchNormalization({ scale: false }),
          layers.activation({ activation: 'tanh' }),
          layers.dense({ units: 3, activation: 'sigmoid' }),
          layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
          layers.globalAveragePooling2d({}),
          layers.dense({ units: 3 }),
          layers.softmax(),
        ],
      }),
    );
  });

  it('of lines and of codes answers as TensorFlow.js does', async () => {
    const random = seeded(2);
    await expectAgreement(
      tfl.sequential({
        layers: [
          layers.embedding({ inputDim: 6, outputDim: 4, inputLength: 5 }),
          layers.conv1d({ filters: 3, kernelSize: 2, padding: 'same', activation: 'softplus' }),
          layers.averagePooling1d({ poolSize: 2 }),
          layers.flatten(),
          layers.dense({ units: 1 }),
        ],
      }),
      () => Math.floor(random.uniform() * 6),
    );
  });

  it('of the functional kind is read along its layers, nested models too', async () => {
    const inner = tfl.sequential({
      layers: [layers.dense({ units: 6, activation: 'tanh', inputShape: [6] })],
    });
    const input = tfl.input({ shape: [6] });
    const middle = inner.apply(input) as tfl.SymbolicTensor;
    const spread = layers.reshape({ targetShape: [2, 3] }).apply(middle) as tfl.SymbolicTensor;
    const pooled = layers.globalMaxPooling1d({}).apply(spread) as tfl.SymbolicTensor;
    const output = layers.dense({ units: 2, activation: 'softmax' }).apply(pooled);
    await expectAgreement(tfl.model({ inputs: input, outputs: output as tfl.SymbolicTensor }));
  });

  it('is refused where it branches', async () => {
    const input = tfl.input({ shape: [3] });
    const left = layers.dense({ units: 2 }).apply(input) as tfl.SymbolicTensor;
    const right = layers.dense({ units: 2 }).apply(input) as tfl.SymbolicTensor;
    const output = layers.add().apply([left, right]) as tfl.SymbolicTensor;
    const files = await filesOf(tfl.model({ inputs: input, outputs: output }));
    expect(problem(files)).toMatch(/branches|two others read/);
  });

  it('is refused by the name of what Loam does not know', async () => {
    const first = layers.dense({ units: 3, inputShape: [2] });
    const wrong: [tfl.layers.Layer[], string][] = [
      [[first, layers.repeatVector({ n: 2 })], 'its layer “RepeatVector”'],
      [[first, layers.leakyReLU({ alpha: 0.1 })], 'LeakyReLU with another alpha than 0.2'],
      [[first, layers.activation({ activation: 'selu' })], 'its activation “selu”'],
      [[first], '3 answers without softmax'],
    ];
    for (const [list, reason] of wrong) {
      const model = tfl.sequential();
      for (const layer of list) model.add(layer);
      expect(problem(await filesOf(model))).toBe(reason);
    }
  });
});

/** Why files are refused; anything but a plain refusal fails the test. */
function problem(files: FormatFiles): string {
  try {
    readTfjsLayers(files);
  } catch (error) {
    if (!isLoamError(error, 'model-unreadable')) throw error;
    return String(error.facts.reason);
  }
  return 'read';
}

describe('hostile files', () => {
  const small = () =>
    filesOf(
      tfl.sequential({
        layers: [
          layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [3, 3, 1] }),
          layers.flatten(),
          layers.dense({ units: 2, activation: 'softmax' }),
        ],
      }),
    );
  const textOf = (files: FormatFiles) => new TextDecoder().decode(files.get('model.json'));
  const withText = (files: FormatFiles, text: string): FormatFiles =>
    new Map(files).set('model.json', new TextEncoder().encode(text));

  it('are read where nothing was changed, and run as TensorFlow.js runs them', async () => {
    const files = await small();
    expect(problem(files)).toBe('read');
    const flat = tfl.sequential({
      layers: [layers.dense({ units: 2, inputShape: [2], activation: 'softmax' })],
    });
    expect((await runTfjs(await filesOf(flat), Float32Array.of(1, 2), 2)).length).toBe(2);
  });

  it('are asked for no file but those that lie beside', async () => {
    const files = await small();
    for (const path of [
      '../weights.bin',
      '/etc/passwd',
      'https://a/b',
      'a\\b',
      '',
      '__proto__/x',
    ]) {
      const text = textOf(files).replace('"weights.bin"', JSON.stringify(path));
      expect(problem(withText(files, text))).toBe('a file of weights that is not beside it');
    }
    const missing = textOf(files).replace('weights.bin', 'other.bin');
    expect(problem(withText(files, missing))).toBe('its file other.bin is missing');
  });

  it('are refused where weights are too few, too many, or no numbers', async () => {
    const files = await small();
    const bytes = files.get('weights.bin')!;
    const cut = new Map(files).set('weights.bin', bytes.slice(4));
    expect(problem(cut)).toMatch(/^its weights are \d+ bytes, where \d+ are listed$/);
    const strange = bytes.slice();
    new DataView(strange.buffer).setFloat32(0, NaN, true);
    expect(problem(new Map(files).set('weights.bin', strange))).toMatch(/holds what is no number$/);
  });

  it('are refused before memory is taken for sizes that nothing holds', async () => {
    const files = await small();
    const huge = textOf(files).replace('"filters":2', '"filters":16777216');
    expect(problem(withText(files, huge))).not.toBe('read');
    const shape = textOf(files).replace('[null,3,3,1]', '[null,16777216,16777216,1]');
    expect(problem(withText(files, shape))).toBe('more inputs than fit');
  });

  it('are read or plainly refused, whatever value stands anywhere in them', async () => {
    const files = await small();
    const odd = fc.constantFrom<unknown>(
      ...[null, -1, 0, 1.5, 1e9, '', '__proto__', [], {}, [[[]]], true, [null, 3], { a: 1 }],
    );
    fc.assert(
      fc.property(fc.nat(400), odd, (at, value) => {
        let seen = 0;
        const text = JSON.stringify(JSON.parse(textOf(files)), (_, each: unknown) =>
          seen++ === at ? value : each,
        );
        expect(typeof problem(withText(files, text ?? 'null'))).toBe('string');
      }),
      { numRuns: 600 },
    );
  });

  it('are read or plainly refused when they are cut anywhere', async () => {
    const files = await small();
    const text = textOf(files);
    fc.assert(
      fc.property(fc.nat(text.length - 1), (at) => {
        expect(problem(withText(files, text.slice(0, at)))).toBe('it is not JSON');
      }),
      { numRuns: 100 },
    );
  });
});
