import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { planNetwork, type NetworkPlan } from '../../../../../src/core/network/plan';
import type { LayerSpec, NetworkSpec } from '../../../../../src/core/network/types';
import { normal } from '../../../../../src/core/random/normal';
import { stream } from '../../../../../src/core/random/philox';
import type { EngineProvider, LossKind } from '../../../../../src/ml/engine/engine';
import type { Differentiator } from '../../../../../src/ml/engine/tfjs/gradient';
import { denseStep } from '../../../../../src/ml/engine/tfjs/dense-step';
import { layerStep } from '../../../../../src/ml/engine/tfjs/layer-step';
import { tfjsProviders } from '../../../../../src/ml/engine/tfjs/providers';
import { plainLoss, plainOutputs } from '../../../../support/plain-network';
import { LAYER_KINDS, networkCases } from '../../../../support/random-networks';
import { loopEffects, randomJob, trainerSettings } from '../../../../support/training';

let cpu: EngineProvider;

beforeAll(async () => {
  cpu = tfjsProviders(loopEffects.now).find(({ name }) => name === 'cpu')!;
  await cpu.open('cpu');
});

interface Batch {
  rows: number[][];
  targets: number[];
  flat: Float32Array;
}

/** Codes where the network begins with an embedding, some of them unknown. */
function batchFor({ input, layers, outputs }: NetworkSpec, count: number, seed: number): Batch {
  const random = stream(seed, 'initialise/test');
  const [first] = layers;
  const width = input.reduce((product, n) => product * n, 1);
  const valueAt = (i: number) =>
    first?.layer === 'embedding'
      ? ([NaN, -1, 0.5][random.uint32(i) % 12] ?? random.uint32(i) % (first.vocabulary + 1))
      : Math.fround(normal(random, i));
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_, i) => valueAt(row * width + i)),
  );
  const targets = rows.map((_, row) => random.uint32(500_000 + row) % Math.max(2, outputs));
  const { parameters, layers: planned } = planNetwork({ input, layers, outputs });
  const flat = Float32Array.from({ length: parameters }, (_, i) => normal(random, 900_000 + i) / 2);
  for (const parameter of planned.flatMap((layer) => layer.parameters)) {
    if (parameter.role !== 'variance') continue;
    for (let i = 0; i < parameter.size; i++) flat[parameter.at + i] = 0.5 + (i % 3) / 2;
  }
  return { rows, targets, flat };
}

function passOn(
  differentiator: Differentiator,
  loss: LossKind,
  outputs: number,
  { rows, targets, flat }: Batch,
): { gradient: Float32Array; outputs: Float32Array } {
  const width = rows[0]!.length;
  return tf.tidy(() => {
    const asTargets =
      loss === 'softmax'
        ? tf.oneHot(tf.tensor1d(targets, 'int32'), outputs)
        : tf.tensor2d(targets, [rows.length, 1]);
    const found = differentiator.pass(loss, {
      weights: tf.tensor1d(flat),
      inputs: tf.tensor2d(Float32Array.from(rows.flat()), [rows.length, width]),
      targets: tf.cast(asTargets as tf.Tensor2D, 'float32'),
      scale: tf.scalar(1 / rows.length),
      masks: [],
      ones: tf.ones([1, rows.length]),
    });
    const values = {
      gradient: found.gradient.dataSync<'float32'>(),
      outputs: found.outputs.dataSync<'float32'>(),
    };
    tf.dispose(found.outputs);
    return values;
  });
}

/** Along a random direction, in float64. */
function checkGradient(plan: NetworkPlan, loss: LossKind, batch: Batch, gradient: Float32Array) {
  const random = stream(77, 'initialise/test');
  const lossAt = (weights: Float64Array) =>
    plainLoss(loss, plainOutputs(plan, weights, batch.rows), batch.targets);
  const trained = plan.layers.flatMap(({ parameters }) => parameters);
  for (const { at, size, trained: learns } of trained) {
    const places = Array.from(
      { length: Math.min(3, size) },
      (_, k) => at + (random.uint32(k) % size),
    );
    for (const place of places) {
      if (!learns) {
        expect(gradient[place]).toBe(0);
        continue;
      }
      const shifted = (by: number) => {
        const moved = Float64Array.from(batch.flat);
        moved[place] = moved[place]! + by;
        return lossAt(moved);
      };
      const [right, left] = [shifted(1e-5), shifted(-1e-5)];
      const slope = (right - left) / 2e-5;
      const bend = Math.abs(right + left - 2 * shifted(0)) / 1e-5;
      // A step across a corner (of relu, of a maximum) says nothing of the gradient.
      if (bend > 1e-4) continue;
      const tolerance = 1e-4 * Math.max(1, Math.abs(slope));
      expect(Math.abs(gradient[place]! - slope)).toBeLessThan(tolerance + bend);
    }
  }
}

describe('any network, differentiated', () => {
  for (const kind of LAYER_KINDS) {
    it(`has the outputs and slopes of float64 arithmetic: ${kind}`, () => {
      const before = tf.memory().numTensors;
      fc.assert(
        fc.property(networkCases(kind), ({ network, rows, seed }) => {
          const plan = planNetwork(network);
          const loss = network.outputs > 1 ? 'softmax' : 'logistic';
          const batch = batchFor(network, rows, seed);
          const found = passOn(layerStep(plan), loss, network.outputs, batch);
          const plain = plainOutputs(plan, batch.flat, batch.rows).flat();
          plain.forEach((y, i) => {
            expect(Math.abs(found.outputs[i]! - y)).toBeLessThan(1e-5 * Math.max(1, Math.abs(y)));
          });
          checkGradient(plan, loss, batch, found.gradient);
        }),
        { numRuns: 20 },
      );
      expect(tf.memory().numTensors).toBe(before);
    });
  }

  it('agrees with the written-out step on dense networks', () => {
    const layers: LayerSpec[] = (['relu', 'tanh', 'gelu', 'elu'] as const).map((activation) => ({
      layer: 'dense',
      units: 6,
      activation,
    }));
    const network = { input: [5], layers, outputs: 3 };
    const plan = planNetwork(network);
    const batch = batchFor(network, 9, 4);
    const ours = passOn(denseStep(plan), 'softmax', 3, batch);
    const theirs = passOn(layerStep(plan), 'softmax', 3, batch);
    for (const name of ['gradient', 'outputs'] as const) {
      ours[name].forEach((x, i) => expect(Math.abs(x - theirs[name][i]!)).toBeLessThan(1e-6));
    }
  });
});

const EVERY_LAYER: NetworkSpec = {
  input: [6, 5, 2],
  layers: [
    {
      layer: 'conv2d',
      filters: 4,
      size: [3, 3],
      stride: [1, 1],
      padding: 'same',
      activation: 'relu',
    },
    { layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
    { layer: 'pool2d', of: 'average', size: [2, 2], stride: [2, 2], padding: 'same' },
    {
      layer: 'depthwise2d',
      multiplier: 2,
      size: [2, 2],
      stride: [1, 1],
      padding: 'valid',
      activation: 'silu',
    },
    { layer: 'pool2d', of: 'max', size: [2, 1], stride: [1, 1], padding: 'valid' },
    { layer: 'dropout', rate: 0.2 },
    { layer: 'flatten' },
    { layer: 'layer-norm', epsilon: 1e-3 },
    { layer: 'dense', units: 7, activation: 'gelu' },
  ],
  outputs: 1,
};

function imageJob() {
  const base = randomJob({ loss: 'huber', l1: 1e-3, l2: 1e-3, clip: 1 });
  const random = stream(8, 'train');
  const rows = (count: number, from: number) => ({
    count,
    inputs: Float32Array.from({ length: count * 60 }, (_, i) => normal(random, from + i)),
    targets: Float32Array.from({ length: count }, (_, i) => normal(random, from + 60 * i)),
    weights: null,
  });
  const trainer = { ...trainerSettings, batch: 8 };
  return {
    ...base,
    network: EVERY_LAYER,
    train: rows(30, 0),
    validation: rows(9, 50_000),
    trainer,
  };
}

describe('training a network of every layer on cpu', () => {
  const go = () => Promise.resolve(true);

  it('lowers the loss, lets go of every tensor, and goes on from a saved state bit for bit', async () => {
    const engine = await cpu.open('cpu');
    const before = engine.memory().tensors;
    const session = await engine.start(imageJob());
    const first = (await session.epoch(1, go))!;
    for (let epoch = 2; epoch <= 9; epoch++) await session.epoch(epoch, go);
    const early = engine.memory().tensors;
    const state = await session.save();
    const last = await session.epoch(10, go);
    expect(engine.memory().tensors).toBe(early);
    expect(last!.train).toBeLessThan(0.7 * first.train);
    const again = await engine.start(imageJob(), state);
    expect(await again.epoch(10, go)).toEqual(last);
    expect(await again.learnt()).toEqual(await session.learnt());
    session.dispose();
    again.dispose();
    expect(engine.memory().tensors).toBe(before);
  });

  it('moves the moving averages by the statistics of each batch', async () => {
    const engine = await cpu.open('cpu');
    const norm: LayerSpec = { layer: 'batch-norm', momentum: 0.75, epsilon: 1e-3 };
    const base = randomJob({ trainer: { ...trainerSettings, batch: 50 } });
    const session = await engine.start({
      ...base,
      network: { input: [5], layers: [norm], outputs: 1 },
    });
    await session.epoch(1, go);
    const { tensors } = await session.learnt();
    session.dispose();
    const { inputs, count } = base.train;
    for (let c = 0; c < 5; c++) {
      const column = Array.from({ length: count }, (_, row) => inputs[row * 5 + c]!);
      const mean = column.reduce((a, b) => a + b, 0) / count;
      const variance = column.reduce((a, b) => a + (b - mean) * (b - mean), 0) / count;
      const found = (name: string) =>
        Number(tensors.find((tensor) => tensor.name === `layers.0.${name}`)!.values[c]);
      expect(found('mean')).toBeCloseTo(0.25 * mean, 5);
      expect(found('variance')).toBeCloseTo(0.75 + 0.25 * variance, 5);
    }
  });

  it('is no work for WASM, which lacks the gradients', () => {
    const wasm = tfjsProviders(loopEffects.now).find(({ name }) => name === 'wasm')!;
    expect(wasm.supports(imageJob())).toBe(false);
    expect(cpu.supports(imageJob())).toBe(true);
    expect(wasm.supports(randomJob())).toBe(true);
  });
});
