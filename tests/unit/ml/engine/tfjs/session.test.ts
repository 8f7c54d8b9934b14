import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../../src/core/hash/digest';
import type { Engine, LossKind, TrainJob } from '../../../../../src/ml/engine/engine';
import { namedLayers, planNetwork } from '../../../../../src/ml/engine/network';
import { tfjsProviders } from '../../../../../src/ml/engine/tfjs/providers';
import { makeForwardPass } from '../../../../../src/ml/predict/forward';
import { trainNetwork } from '../../../../../src/ml/train/train-session';
import { loopEffects, never, randomJob, trainerSettings } from '../../../../support/training';

const BACKENDS = ['cpu', 'wasm'] as const;
const engineOf = (backend: (typeof BACKENDS)[number]): Promise<Engine> =>
  tfjsProviders(loopEffects.now)
    .find((provider) => provider.backend === backend)!
    .open(backend);

const ignore = { signal: never(), epoch: () => undefined };

async function weightHash(engine: Engine, job: TrainJob): Promise<string> {
  const trained = await trainNetwork(engine, job, ignore, loopEffects);
  if (trained.type !== 'finished') throw new Error(trained.type);
  return digestOf(new Uint8Array(trained.weights.buffer));
}

const go = () => Promise.resolve(true);

for (const backend of BACKENDS) {
  describe(`training on ${backend}`, () => {
    it('gives the same weights at each of 20 trainings, with dropout, l2 and weights', async () => {
      const engine = await engineOf(backend);
      const base = randomJob({ loss: 'softmax', dropout: 0.3, l2: 0.01 });
      const weights = Float32Array.from(base.train.targets, (_, i) => 0.5 + (i % 3) / 2);
      const job = { ...base, train: { ...base.train, weights } };
      const hashes = new Set<string>();
      for (let i = 0; i < 20; i++) hashes.add(await weightHash(engine, job));
      expect(hashes.size).toBe(1);
      hashes.add(await weightHash(engine, { ...job, seed: 4 }));
      expect(hashes.size).toBe(2);
    });

    it('holds as many tensors after 1,000 steps as after the first ones', async () => {
      const engine = await engineOf(backend);
      const before = engine.memory().tensors;
      for (const loss of ['logistic', 'softmax', 'squared'] satisfies LossKind[]) {
        const session = await engine.start(randomJob({ loss, dropout: 0.2, l2: 0.1 }));
        await session.epoch(1, go);
        session.keep();
        await session.epoch(2, go);
        const early = engine.memory().tensors;
        for (let epoch = 3; epoch * session.stepsPerEpoch < 1000; epoch++) {
          await session.epoch(epoch, go);
          if (epoch % 7 === 0) session.keep();
        }
        await session.measure(9);
        await session.weights();
        expect(engine.memory().tensors - early).toBeLessThanOrEqual(1);
        session.dispose();
        expect(engine.memory().tensors).toBe(before);
      }
    });

    it('lets go of everything when an epoch is ended early', async () => {
      const engine = await engineOf(backend);
      const before = engine.memory().tensors;
      const session = await engine.start(randomJob());
      let breaths = 0;
      expect(await session.epoch(1, () => Promise.resolve(++breaths < 3))).toBeNull();
      session.dispose();
      expect(engine.memory().tensors).toBe(before);
    });

    for (const optimiser of ['sgd', 'momentum', 'rmsprop', 'adam'] as const) {
      it(`lowers the loss with ${optimiser}`, async () => {
        const engine = await engineOf(backend);
        const trainer = { ...trainerSettings, optimiser, learningRate: 0.02, epochs: 40 };
        const job = randomJob({ loss: 'squared', trainer, validation: null });
        const losses: number[] = [];
        const callbacks = {
          ...ignore,
          epoch: ({ train }: { train: number }) => void losses.push(train),
        };
        await trainNetwork(engine, job, callbacks, loopEffects);
        expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]!);
      });
    }

    it('shows validation the outputs that prediction gives for the same weights, to 1e-5', async () => {
      const engine = await engineOf(backend);
      for (const activation of ['relu', 'tanh'] as const) {
        for (const hidden of [[], [9], [12, 7, 5]]) {
          const base = randomJob({ loss: 'softmax' });
          const network = { ...base.network, hidden, activation };
          const session = await engine.start({ ...base, network });
          const { validation } = (await session.epoch(1, go))!;
          const { layers, tensors } = namedLayers(planNetwork(network), await session.weights());
          session.dispose();
          const pass = makeForwardPass(layers, new Map(tensors.map((t) => [t.name, t])));
          const ours = pass.run(base.validation!.inputs);
          ours.forEach((x, i) => expect(Math.abs(x - validation![i]!)).toBeLessThan(1e-5));
        }
      }
    });

    it('visits every row once per epoch, in another order each time, also in the outputs', async () => {
      const session = await (await engineOf(backend)).start(randomJob());
      const first = (await session.epoch(1, go))!;
      const second = (await session.epoch(2, go))!;
      session.dispose();
      const rows = Array.from({ length: 50 }, (_, row) => row);
      expect([...first.order].sort((a, b) => a - b)).toEqual(rows);
      expect([...second.order].sort((a, b) => a - b)).toEqual(rows);
      expect([...second.order]).not.toEqual([...first.order]);
      expect(first.train.length).toBe(50);
    });
  });
}

it('CPU and WASM learn nearly the same weights', async () => {
  const job = randomJob({ loss: 'softmax', l2: 0.01 });
  const weights = [];
  for (const backend of BACKENDS) {
    const trained = await trainNetwork(await engineOf(backend), job, ignore, loopEffects);
    if (trained.type === 'finished') weights.push(trained.weights);
  }
  const [cpu, wasm] = weights;
  cpu!.forEach((w, i) => expect(Math.abs(w - wasm![i]!)).toBeLessThan(1e-3));
});
