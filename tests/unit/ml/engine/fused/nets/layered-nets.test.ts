import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { planNetwork } from '../../../../../../src/core/network/plan';
import type { LayerSpec, NetworkSpec, Pair } from '../../../../../../src/core/network/types';
import { stream } from '../../../../../../src/core/random/philox';
import type { Engine, NetworkJob, Rows, Session } from '../../../../../../src/ml/engine/engine';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { initialWeights } from '../../../../../../src/ml/engine/network';
import { readSafetensors, writeSafetensors } from '../../../../../../src/ml/formats/safetensors';
import { makeForwardPass } from '../../../../../../src/ml/predict/forward';
import { oneBatchJob, oneStep, rowsOf } from '../../../../../support/net-sessions';
import { momentsOf } from '../../../../../support/plain-network';
import { LAYER_KINDS, madeNetwork, networkCases } from '../../../../../support/random-networks';
import { seeded } from '../../../../../support/seeded';
import { tfjsAdam } from '../../../../../support/tfjs-network';

let engine: Engine;
beforeAll(async () => {
  engine = await exactProvider(() => 0).open('exact');
});

const always = () => Promise.resolve(true);

function conv(filters: number, side: number): LayerSpec {
  const size: Pair = [side, side];
  return { layer: 'conv2d', filters, size, stride: [1, 1], padding: 'valid', activation: 'relu' };
}

const halve: LayerSpec = {
  layer: 'pool2d',
  of: 'max',
  size: [2, 2],
  stride: [2, 2],
  padding: 'valid',
};

/** Noisy images of a bright bar, across or along: a small thing to tell apart. */
function bars(count: number, side: number): Rows {
  const { uniform, normal } = seeded(count);
  const targets = Float32Array.from({ length: count }, (_, row) => row % 2);
  const images = Array.from(targets, (along) => {
    const bar = Math.floor(uniform() * side);
    return Array.from({ length: side * side }, (_, i) => {
      const line = along === 1 ? i % side : Math.floor(i / side);
      return (line === bar ? 1 : 0) + normal() / 5;
    });
  });
  return rowsOf(Float32Array.from(images.flat()), targets);
}

async function lossesOf(session: Session, epochs: number): Promise<number[]> {
  const losses: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    losses.push((await session.epoch(epoch, always))!.train);
  }
  return losses;
}

describe('a small convolutional net', () => {
  const network: NetworkSpec = {
    input: [10, 10, 1],
    layers: [conv(6, 3), halve, conv(8, 3), { layer: 'flatten' }],
    outputs: 2,
  };

  it('learns, with the losses of TensorFlow.js from the same weights', async () => {
    const rows = bars(24, 10);
    const trainer = { optimiser: 'adam', learningRate: 0.005, batch: 24 } as const;
    const base = oneBatchJob(network, 'softmax', rows);
    const job: NetworkJob = { ...base, trainer: { ...base.trainer, ...trainer }, seed: 9 };
    const session = await engine.start(job);
    const losses = await lossesOf(session, 20);
    session.dispose();
    const weights = initialWeights(planNetwork(network), 9);
    const settings = { learningRate: 0.005, steps: 20 };
    const theirs = await tfjsAdam(network, 'softmax', weights, rows, settings);
    losses.forEach((loss, i) => expect(Math.abs(loss / theirs[i]! - 1)).toBeLessThan(1e-3));
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
  });
});

describe('batch normalisation', () => {
  it('moves its averages by the share that momentum leaves to the batch', async () => {
    const [rows, channels] = [7, 5];
    const network: NetworkSpec = {
      input: [3, 2, channels],
      layers: [{ layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 }, { layer: 'flatten' }],
      outputs: 1,
    };
    const { plan, weights, inputs, targets } = madeNetwork({ network, rows, seed: 4 });
    const job = oneBatchJob(network, 'squared', rowsOf(inputs, targets));
    const after = (await oneStep(engine, job, weights)).weights;
    const [, , mean, variance] = plan.layers[0]!.parameters.map(({ at }) => at);
    for (let c = 0; c < channels; c++) {
      const batch = momentsOf(Array.from(inputs).filter((_, i) => i % channels === c));
      expect(after[mean! + c]).toBeCloseTo(0.9 * weights[mean! + c]! + 0.1 * batch.mean, 6);
      const moved = 0.9 * weights[variance! + c]! + 0.1 * batch.variance;
      expect(after[variance! + c]).toBeCloseTo(moved, 6);
    }
  });
});

describe('dropout before a layer', () => {
  it('is the same net on inputs that were masked by the words of the stream', async () => {
    const rest: LayerSpec[] = [conv(3, 2), { layer: 'flatten' }];
    const network: NetworkSpec = { input: [3, 3, 2], layers: rest, outputs: 1 };
    const rate = 0.3;
    const made = madeNetwork({ network, rows: 6, seed: 8 });
    const job = oneBatchJob(network, 'squared', rowsOf(made.inputs, made.targets));
    const dropped = { ...network, layers: [{ layer: 'dropout' as const, rate }, ...rest] };
    const order = stream(job.seed, 'shuffle/1').permutation(6);
    const random = stream(job.seed, 'dropout/0');
    const masked = Float32Array.from(made.inputs);
    order.forEach((row, i) => {
      for (let k = 0; k < 18; k++) {
        const stays = random.uint32(i * 18 + k) >= rate * 4294967296;
        masked[row * 18 + k]! *= stays ? Math.fround(1 / (1 - rate)) : 0;
      }
    });
    const withDropout = await oneStep(engine, { ...job, network: dropped }, made.weights);
    const train = rowsOf(masked, made.targets);
    const onMasked = await oneStep(engine, { ...job, train }, made.weights);
    expect(withDropout.loss).toBe(onMasked.loss);
    expect(withDropout.gradient).toEqual(onMasked.gradient);
    expect(withDropout.outputs).toEqual(onMasked.outputs);
  });
});

describe.each(LAYER_KINDS)('a net with a %s layer', (kind) => {
  it('predicts what the plain forward pass predicts with the weights it has learnt', () =>
    fc.assert(
      fc.asyncProperty(networkCases(kind), async (net) => {
        const { inputs, targets } = madeNetwork(net);
        const loss = net.network.outputs === 1 ? 'squared' : 'softmax';
        const base = oneBatchJob(net.network, loss, rowsOf(inputs, targets));
        const trainer = { ...base.trainer, learningRate: 0.01, batch: 3 };
        const session = await engine.start({ ...base, trainer, seed: net.seed });
        await session.epoch(1, always);
        const { validation } = (await session.epoch(2, always))!;
        const { network, tensors } = await session.learnt();
        session.dispose();
        if (network.type !== 'layers') throw new Error('not a net');
        const weights = readSafetensors(writeSafetensors(tensors));
        const plain = makeForwardPass(network.layers, weights).run(inputs);
        const size = Math.max(1, ...plain.map(Math.abs));
        plain.forEach((value, i) => {
          expect(Math.abs(validation![i]! - value) / size).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 60 },
    ));

  it('has a loss that is no number once an input is none, and goes on', () =>
    fc.assert(
      fc.asyncProperty(networkCases(kind), fc.nat(), async (net, place) => {
        const { inputs, targets, weights } = madeNetwork(net);
        const loss = net.network.outputs === 1 ? 'squared' : 'softmax';
        inputs[place % inputs.length] = NaN;
        const job = oneBatchJob(net.network, loss, rowsOf(inputs, targets));
        const step = await oneStep(engine, job, weights);
        // For an embedding it is one code more; a window that is not `same` may never see it.
        if (kind === 'flatten' || kind.endsWith('norm')) expect(step.loss).toBeNaN();
        if (kind === 'embedding') expect(step.loss).not.toBeNaN();
        expect(step.outputs).toHaveLength(net.rows * net.network.outputs);
      }),
      { numRuns: 60 },
    ));
});

describe('a net with batch normalisation and dropout that was cut off', () => {
  it('goes on after any step with the bits of one that never was', async () => {
    const network: NetworkSpec = {
      input: [6, 6, 2],
      layers: [
        conv(5, 3),
        { layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
        { layer: 'dropout', rate: 0.25 },
        { layer: 'pool2d', of: 'average', size: [2, 2], stride: [2, 2], padding: 'same' },
        { layer: 'flatten' },
        { layer: 'dropout', rate: 0.5 },
      ],
      outputs: 3,
    };
    const { inputs, targets } = madeNetwork({ network, rows: 53, seed: 12 });
    const base = oneBatchJob(network, 'softmax', rowsOf(inputs, targets));
    const trainer = { optimiser: 'adam', learningRate: 0.01, batch: 8 } as const;
    const job: NetworkJob = { ...base, trainer: { ...base.trainer, ...trainer }, seed: 5 };

    async function ended(session: Session, from: number) {
      let last = null;
      for (let epoch = from; epoch <= 3; epoch++) last = await session.epoch(epoch, always);
      const { arrays } = await session.save();
      session.dispose();
      return { last, arrays };
    }

    const whole = await ended(await engine.start(job), 1);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.nat(6), async (epoch, step) => {
        const first = await engine.start(job);
        for (let e = 1; e < epoch; e++) await first.epoch(e, always);
        let breaths = 0;
        const cut = await first.epoch(epoch, () => Promise.resolve(breaths++ < step));
        const state = await first.save();
        first.dispose();
        const going = cut === null ? epoch : epoch + 1;
        expect(await ended(await engine.start(job, state), going)).toEqual(
          going > 3 ? { ...whole, last: null } : whole,
        );
      }),
      { numRuns: 20 },
    );
  });
});
