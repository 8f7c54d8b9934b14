/** No model is judged by rows that it has learnt from. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateRun } from '../../../src/app/commands/evaluate-run';
import { unseenAnswers } from '../../../src/app/commands/unseen-answers';
import type { RunRow } from '../../../src/core/log/rows';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../support/notebook-place';

let place: NotebookPlace;
let byFolds: RunRow;
let heldOut: RunRow;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  await place.add('churn', sampleLines('churn.csv', 300));
  const { loam, session } = place;
  const task = loam.task(await loam.data('churn'), { predict: 'left', positive: 'yes' });
  const rowOf = async (folds: boolean) => {
    const { id } = await loam.train(task, loam.model.linear({ epochs: 3 }), { folds });
    return (await session.store.get('runs', id))!;
  };
  byFolds = await rowOf(true);
  heldOut = await rowOf(false);
}, 60_000);

afterAll(() => place.close());

/** As if it had been cancelled while the model itself was learnt. */
function cancelled(row: RunRow): RunRow {
  const { outcome } = row;
  if (outcome?.type !== 'finished') throw new Error('the run has no end');
  const { model, curves, epochs } = outcome;
  return { ...row, outcome: { type: 'cancelled', model, curves, epochs } };
}

describe('what a run is judged by on validation', () => {
  it('is the answers of its folds, or those of a model that has not learnt from validation', async () => {
    const { session } = place;
    expect((await unseenAnswers(session, byFolds, 'validation'))?.type).toBe('out-of-fold');
    expect(await unseenAnswers(session, heldOut, 'validation')).toBeNull();
    expect(await unseenAnswers(session, cancelled(heldOut), 'validation')).toBeNull();
    expect(await unseenAnswers(session, cancelled(byFolds), 'test')).toBeNull();
  });

  it('is nothing where it was learnt by folds and cancelled: no evaluation is recorded', async () => {
    const { session } = place;
    const row = cancelled(byFolds);
    const learnt = { code: 'part-learnt' };
    await expect(unseenAnswers(session, row, 'validation')).rejects.toMatchObject(learnt);
    const store = Object.create(session.store) as typeof session.store;
    store.get = (() => Promise.resolve(row)) as never;
    const context = Object.create(session, { store: { value: store } }) as typeof session;
    const model = row.outcome!.type === 'cancelled' ? row.outcome!.model! : null;
    const request = { run: row.id, model: model!, task: row.task, metric: 'roc_auc' } as const;
    const before = await session.store.entries();
    await expect(evaluateRun(context, { ...request, part: 'validation' })).rejects.toMatchObject(
      learnt,
    );
    expect(await session.store.entries()).toEqual(before);
  });
});
