import { describe, expect, it } from 'vitest';
import {
  trainSession,
  type EpochReport,
  type LoopState,
} from '../../../../src/ml/train/train-session';
import { fakeEngine, type FakeScript } from '../../../support/fake-engine';
import { loopEffects, never, randomJob, trainerSettings } from '../../../support/training';

/** What the fake engine learns: the epoch that was kept. */
const learntIn = (epoch: number) => ({
  network: { type: 'constant', output: [epoch] },
  tensors: [{ name: 'epoch', shape: [1], values: Float32Array.of(epoch) }],
});

const ones = (count: number) => new Float32Array(count).fill(1);

/** All targets are 1, so a higher logit is a lower loss. */
function jobWith(trainer: Partial<typeof trainerSettings>, validation = true) {
  const base = randomJob({ trainer: { ...trainerSettings, ...trainer } });
  return {
    ...base,
    train: { ...base.train, targets: ones(base.train.count) },
    validation: validation ? { ...base.validation!, targets: ones(20) } : null,
  };
}

async function run(
  script: FakeScript,
  job = jobWith({}),
  signal = never(),
  onEpoch: (report: EpochReport) => void = () => undefined,
) {
  const reports: EpochReport[] = [];
  const calls: string[] = [];
  const epoch = (report: EpochReport) => {
    reports.push(report);
    onEpoch(report);
  };
  const trained = await trainSession(
    fakeEngine(script, calls),
    job,
    { signal, epoch },
    loopEffects,
  );
  expect(calls).toEqual(['dispose']);
  return { trained, reports };
}

describe('the training loop', () => {
  it('stops after `patience` epochs without gain and gives back the best weights', async () => {
    const script = { validationLogits: [0, 1, 2, 1, 1, 1, 3] };
    const { trained, reports } = await run(script, jobWith({ epochs: 50, patience: 3 }));
    expect(trained).toEqual({
      type: 'finished',
      learnt: learntIn(3),
      epochs: 6,
      bestEpoch: 3,
      stoppedEarly: true,
    });
    expect(reports.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('does not count gains too small to matter, but keeps the best weights all the same', async () => {
    const script = { validationLogits: [0, 1e-6, 2e-6, 3e-6, 4e-6] };
    const { trained } = await run(script, jobWith({ epochs: 50, patience: 3 }));
    expect(trained).toMatchObject({ epochs: 4, bestEpoch: 4, learnt: learntIn(4) });
  });

  it('runs to the last epoch without patience, and still gives back the best weights', async () => {
    const { trained } = await run({ validationLogits: [2, 1] }, jobWith({ epochs: 5 }));
    expect(trained).toMatchObject({
      epochs: 5,
      bestEpoch: 1,
      stoppedEarly: false,
      learnt: learntIn(1),
    });
  });

  it('keeps the last weights where there is no validation', async () => {
    const { trained, reports } = await run({}, jobWith({ epochs: 4, patience: 1 }, false));
    expect(trained).toMatchObject({ epochs: 4, bestEpoch: 4, learnt: learntIn(4) });
    expect(
      reports.every(({ validation, outputs }) => validation === null && outputs === null),
    ).toBe(true);
  });

  it('reports the mean log loss of train and validation', async () => {
    const { reports } = await run(
      { trainLogits: [0], validationLogits: [Math.log(3)] },
      jobWith({ epochs: 1 }),
    );
    expect(reports[0]!.train).toBeCloseTo(Math.LN2, 12);
    expect(reports[0]!.validation).toBeCloseTo(Math.log(4 / 3), 6);
  });

  for (const part of ['trainLogits', 'validationLogits'] as const) {
    it(`stops with loss-not-finite when ${part} stop being numbers, having reported that epoch and kept the best before it`, async () => {
      const { trained, reports } = await run({ [part]: [0, NaN] });
      expect(trained).toEqual({
        type: 'failed',
        code: 'loss-not-finite',
        learnt: learntIn(1),
        epochs: 2,
        bestEpoch: 1,
      });
      expect(reports.length).toBe(2);
    });
  }

  it('stops at a cancel with the best weights so far', async () => {
    const controller = new AbortController();
    const script = { validationLogits: [0, 3, 1, 1] };
    const { trained } = await run(
      script,
      jobWith({ epochs: 100 }),
      controller.signal,
      ({ epoch }) => {
        if (epoch === 4) controller.abort();
      },
    );
    expect(trained).toEqual({
      type: 'cancelled',
      learnt: learntIn(2),
      epochs: 4,
      bestEpoch: 2,
    });
  });

  it('has no weights to give when it is cancelled before the first epoch ends', async () => {
    const controller = new AbortController();
    controller.abort();
    const { trained } = await run({}, jobWith({}), controller.signal);
    expect(trained).toEqual({ type: 'cancelled', learnt: null, epochs: 0, bestEpoch: 0 });
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const script = { validationLogits: [0, 1, 5, 2, 2, 2, 2, 2] };
    const job = jobWith({ epochs: 30, patience: 4 });
    const whole = await run(script, job);

    let now = 0;
    const clock = { ...loopEffects, now: () => now };
    const states: LoopState[] = [];
    const checkpoint = (state: LoopState) => {
      states.push(state);
      return Promise.resolve();
    };
    const callbacks = { signal: never(), epoch: () => void (now += 5000), checkpoint };
    await trainSession(fakeEngine(script), job, callbacks, clock);
    expect(states.length).toBeGreaterThan(2);
    for (const state of states) {
      const epochs: number[] = [];
      const epoch = (report: EpochReport) => void epochs.push(report.epoch);
      const resumed = await trainSession(
        fakeEngine(script),
        job,
        { signal: never(), epoch },
        loopEffects,
        structuredClone(state),
      );
      expect(resumed).toEqual(whole.trained);
      expect(epochs[0]).toBe(state.done + 1);
    }
  });
});
