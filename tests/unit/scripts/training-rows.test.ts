/** The rows of the bench `train`: what counts as met, and what is void. */
import { describe, expect, it } from 'vitest';
import type { Results } from '../../../scripts/bench/train/contest';
import { rowsOf } from '../../../scripts/bench/train/rows';
import { TASKS, type Mode, type NetTask, type Peer } from '../../../scripts/bench/train/tasks';

const task: NetTask = {
  ...(TASKS.find(({ name }) => name === 'pixels') as NetTask),
  goals: [{ mode: 'exact', peer: 'PyTorch', atLeast: 2 }],
};

function result(name: Mode | Peer, seconds: number[], loss = 0.5): Results {
  const round = () => Promise.reject(new Error('no more rounds'));
  return { contestant: { name, label: name, round }, seconds, loss, auc: null };
}

const against = (ours: Results, peer: Results) =>
  rowsOf(task, 1000, { results: [ours, peer], missing: [] }).find(({ ratio }) => ratio !== null)!;

describe('rows of the training bench', () => {
  it('compares round with round, and takes the median of the ratios', () => {
    const row = against(result('exact', [1, 2, 4]), result('PyTorch', [3, 4, 20]));
    expect(row).toEqual({
      task: task.title,
      metric: 'exact / PyTorch, 3 rounds, ratios 2.00 to 5.00',
      value: 500,
      unit: 'samples/s',
      peer: 250,
      ratio: 3,
      goal: 'ratio >= 2',
      met: true,
    });
  });

  it('misses a goal that is not reached', () => {
    expect(against(result('exact', [1]), result('PyTorch', [1.9])).met).toBe(false);
  });

  it('is void where the trainings did not end at the same loss, however quick they were', () => {
    const row = against(result('exact', [1], 0.5006), result('PyTorch', [100], 0.5));
    expect(row.met).toBe(false);
    expect(row.goal).toMatch(/VOID: final losses 0\.500600 and 0\.500000/);
    expect(against(result('exact', [1], 0.5004), result('PyTorch', [100], 0.5)).met).toBe(true);
  });

  it('holds exact mode to 1.4 times the time of fast mode', () => {
    const costOf = (seconds: number[]) =>
      rowsOf(task, 1000, {
        results: [result('exact', seconds), result('fast', [1, 1, 1])],
        missing: [],
      }).find(({ goal }) => goal === '<= 1.4');
    expect(costOf([1.3, 1.4, 1.9])).toMatchObject({ value: 1.4, met: true });
    expect(costOf([1.3, 1.5, 1.9])).toMatchObject({ value: 1.5, met: false });
  });

  it('says who is missing, and misses goals only where exact mode is', () => {
    const missing = (name: Mode | Peer) =>
      rowsOf(task, 1000, { results: [], missing: [{ name, reason: 'not here\nat all' }] });
    expect(missing('PyTorch')).toMatchObject([
      { metric: 'PyTorch did not take part: not here', goal: 'not measured', met: null },
    ]);
    expect(missing('exact')).toMatchObject([{ goal: 'not measured', met: false }]);
    expect(missing('jax-js')).toMatchObject([{ goal: null, met: null }]);
  });
});
