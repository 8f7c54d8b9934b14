import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../../src/core/hash/digest';
import { planNetwork } from '../../../../../src/core/network/plan';
import type { LayerSpec, Activation } from '../../../../../src/core/network/types';
import type {
  Engine,
  EpochOutputs,
  Learnt,
  LossKind,
  NetworkJob,
  SessionState,
} from '../../../../../src/ml/engine/engine';
import { tfjsProviders } from '../../../../../src/ml/engine/tfjs/providers';
import { trainSession } from '../../../../../src/ml/train/train-session';
import { meanLoss } from '../../../../../src/ml/train/loss';
import { plainOutputs } from '../../../../support/plain-network';
import { loopEffects, never, randomJob, trainerSettings } from '../../../../support/training';

const BACKENDS = ['cpu', 'wasm'] as const;
const LOSSES: LossKind[] = ['logistic', 'softmax', 'squared', 'absolute', 'huber'];
const OPTIMISERS = ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'] as const;
const engineOf = (backend: (typeof BACKENDS)[number]): Promise<Engine> =>
  tfjsProviders(loopEffects.now)
    .find((provider) => provider.name === backend)!
    .open(backend);

const ignore = { signal: never(), epoch: () => undefined };

const floatsOf = ({ tensors }: Learnt): number[] =>
  tensors.flatMap(({ values }) => [...values] as number[]);

const withDropout = (job: NetworkJob, rate: number): NetworkJob => {
  const layers = job.network.layers.flatMap((layer): LayerSpec[] => [
    layer,
    { layer: 'dropout', rate },
  ]);
  return { ...job, network: { ...job.network, layers } };
};

async function weightHash(engine: Engine, job: NetworkJob): Promise<string> {
  const trained = await trainSession(engine, job, ignore, loopEffects);
  if (trained.type !== 'finished') throw new Error(trained.type);
  return digestOf(new Uint8Array(Float32Array.from(floatsOf(trained.learnt)).buffer));
}

const ACTIVATIONS: Activation[] = [
  'linear',
  'relu',
  'leaky-relu',
  'elu',
  'gelu',
  'silu',
  'sigmoid',
  'tanh',
  'softplus',
];

const rowsOf = (inputs: Float32Array, width: number): number[][] =>
  Array.from({ length: inputs.length / width }, (_, row) => [
    ...inputs.subarray(row * width, (row + 1) * width),
  ]);

const go = () => Promise.resolve(true);

for (const backend of BACKENDS) {
  describe(`training on ${backend}`, () => {
    it('gives the same weights at each of 20 trainings, with dropout, l2 and weights', async () => {
      const engine = await engineOf(backend);
      const base = withDropout(randomJob({ loss: 'softmax', l2: 0.01 }), 0.3);
      const weights = Float32Array.from(base.train.targets, (_, i) => 0.5 + (i % 3) / 2);
      const job = { ...base, train: { ...base.train, weights } };
      const hashes = new Set<string>();
      for (let i = 0; i < 20; i++) hashes.add(await weightHash(engine, job));
      expect(hashes.size).toBe(1);
      hashes.add(await weightHash(engine, { ...job, seed: 4 }));
      expect(hashes.size).toBe(2);
    });

    for (const loss of LOSSES) {
      it(`holds as many tensors after 1,000 steps as after the first ones: ${loss}`, async () => {
        const engine = await engineOf(backend);
        const before = engine.memory().tensors;
        const job = randomJob({ loss, l1: 0.01, l2: 0.1, clip: 1 });
        const session = await engine.start(withDropout(job, 0.2));
        await session.epoch(1, go);
        session.keep();
        await session.epoch(2, go);
        const early = engine.memory().tensors;
        for (let epoch = 3; epoch * session.stepsPerEpoch < 1000; epoch++) {
          await session.epoch(epoch, go);
          if (epoch % 7 === 0) session.keep();
        }
        await session.measure(9);
        await session.learnt();
        await session.save();
        expect(engine.memory().tensors - early).toBeLessThanOrEqual(1);
        session.dispose();
        expect(engine.memory().tensors).toBe(before);
      });
    }

    it('lets go of everything when an epoch is ended early', async () => {
      const engine = await engineOf(backend);
      const before = engine.memory().tensors;
      const session = await engine.start(randomJob());
      let breaths = 0;
      expect(await session.epoch(1, () => Promise.resolve(++breaths < 3))).toBeNull();
      session.dispose();
      expect(engine.memory().tensors).toBe(before);
    });

    for (const optimiser of OPTIMISERS) {
      it(`lowers the loss with ${optimiser}`, async () => {
        const engine = await engineOf(backend);
        const trainer = { ...trainerSettings, optimiser, learningRate: 0.02, epochs: 40 };
        const job = randomJob({ loss: 'squared', trainer, validation: null });
        const losses: number[] = [];
        const callbacks = {
          ...ignore,
          epoch: ({ train }: { train: number }) => void losses.push(train),
        };
        await trainSession(engine, job, callbacks, loopEffects);
        expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]!);
      });
    }

    for (const activation of ACTIVATIONS) {
      it(`shows validation the outputs that prediction gives, to 1e-5: ${activation}`, async () => {
        const engine = await engineOf(backend);
        for (const hidden of [[], [9], [12, 7, 5]]) {
          const layers = hidden.map((units): LayerSpec => ({ layer: 'dense', units, activation }));
          const base = randomJob({ loss: 'softmax' });
          const job = { ...base, network: { ...base.network, layers } };
          const session = await engine.start(job);
          const { validation } = (await session.epoch(1, go))!;
          const { arrays } = await session.save();
          session.dispose();
          const rows = rowsOf(base.validation!.inputs, 5);
          const plain = plainOutputs(planNetwork(job.network), arrays.weights!, rows).flat();
          plain.forEach((x, i) => expect(Math.abs(x - validation![i]!)).toBeLessThan(1e-5));
        }
      });
    }

    it('reports the mean loss of the outputs as of each step', async () => {
      const base = randomJob({ loss: 'softmax' });
      const weights = Float32Array.from(base.train.targets, (_, i) => 0.5 + (i % 3) / 2);
      const still = { ...trainerSettings, learningRate: 0 };
      const job = { ...base, trainer: still, train: { ...base.train, weights } };
      const session = await (await engineOf(backend)).start({ ...job, validation: job.train });
      const { train, validation } = (await session.epoch(1, go))!;
      session.dispose();
      expect(train).toBeCloseTo(meanLoss('softmax', validation!, job.train), 6);
    });

    for (const optimiser of OPTIMISERS) {
      it(`ends with the same bits when it goes on from any step: ${optimiser}`, async () => {
        const engine = await engineOf(backend);
        const trainer = { ...trainerSettings, optimiser, batch: 8 };
        const job = withDropout(randomJob({ loss: 'huber', l2: 0.01, clip: 0.5, trainer }), 0.2);
        const whole = await engine.start(job);
        const states: SessionState[] = [];
        const reports: (EpochOutputs | null)[] = [];
        for (let epoch = 1; epoch <= 3; epoch++) {
          reports.push(
            await whole.epoch(epoch, async () => {
              states.push(await whole.save());
              return true;
            }),
          );
          whole.keep();
        }
        const end = await whole.save();
        whole.dispose();
        expect(states.length).toBe(21);
        for (const state of states) {
          const session = await engine.start(job, state);
          for (let epoch = state.epoch; epoch <= 3; epoch++) {
            expect(await session.epoch(epoch, go)).toEqual(reports[epoch - 1]);
            session.keep();
          }
          expect(await session.save()).toEqual(end);
          session.dispose();
        }
      });
    }

    it('goes on in the middle of an epoch that was ended early', async () => {
      const engine = await engineOf(backend);
      const [straight, halting] = [
        await engine.start(randomJob()),
        await engine.start(randomJob()),
      ];
      let breaths = 0;
      expect(await halting.epoch(1, () => Promise.resolve(++breaths < 3))).toBeNull();
      expect(await halting.epoch(1, go)).toEqual(await straight.epoch(1, go));
      expect(await halting.learnt()).toEqual(await straight.learnt());
      straight.dispose();
      halting.dispose();
    });
  });
}

it('CPU and WASM learn nearly the same weights', async () => {
  const job = randomJob({ loss: 'softmax', l2: 0.01 });
  const weights = [];
  for (const backend of BACKENDS) {
    const trained = await trainSession(await engineOf(backend), job, ignore, loopEffects);
    if (trained.type === 'finished') weights.push(floatsOf(trained.learnt));
  }
  const [cpu, wasm] = weights;
  cpu!.forEach((w, i) => expect(Math.abs(w - wasm![i]!)).toBeLessThan(1e-3));
});
