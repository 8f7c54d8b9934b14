import { describe, expect, it } from 'vitest';
import { LiveRun } from '../../../src/app/live-run.svelte';

const epoch = (number: number) => ({
  type: 'epoch' as const,
  epoch: number,
  epochs: 9,
  train: number / 10,
  validation: null,
  metric: null,
  secondsLeft: 1,
});

function run() {
  const clock = { now: 0 };
  return { clock, live: new LiveRun('r', 'name', () => clock.now) };
}

describe('a training on screen', () => {
  it('shows the first epoch at once, and those that come quickly all together', () => {
    const { clock, live } = run();
    live.receive(epoch(1));
    expect(live.epochs.length).toBe(1);
    live.receive(epoch(2));
    live.receive(epoch(3));
    expect(live.latest?.epoch).toBe(1);
    clock.now = 150;
    live.receive(epoch(4));
    expect(live.epochs.map((each) => each.epoch)).toEqual([1, 2, 3, 4]);
    expect(live.latest?.epoch).toBe(4);
  });

  it('shows all that came in when it ends, and when its stage changes', () => {
    const { live } = run();
    [1, 2, 3].forEach((number) => live.receive(epoch(number)));
    live.receive({ type: 'stage', label: 'Judging' });
    expect(live.epochs.length).toBe(3);
    live.receive(epoch(4));
    live.end(null);
    expect(live.epochs.length).toBe(4);
  });

  it('takes up the epochs before an interruption, and drops those that come again', () => {
    const { live } = run();
    [1, 2, 3].forEach((number) => live.receive(epoch(number)));
    const nothing = [null, null];
    const curves = { train: [0.5, 0.4], validation: nothing, metricValidation: nothing };
    live.receive({ type: 'resumed', epoch: 2, step: 0, ...curves });
    expect(live.epochs.map((each) => each.train)).toEqual([0.5, 0.4]);
    expect(live.resumedFrom).toEqual({ epoch: 2, step: 0 });
    live.receive(epoch(3));
    live.end(null);
    expect(live.epochs.map((each) => each.epoch)).toEqual([1, 2, 3]);
    live.receive(epoch(2));
    live.end(null);
    expect(live.epochs.map((each) => each.epoch)).toEqual([1, 2]);
  });
});
