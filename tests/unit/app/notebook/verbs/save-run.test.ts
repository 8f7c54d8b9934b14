import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportInputOf } from '../../../../../src/app/commands/export-input';
import { loadModel } from '../../../../../src/app/commands/load-model';
import { modelParts } from '../../../../../src/deploy/model/model-parts';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../../support/notebook-place';

let place: NotebookPlace;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  await place.add('churn', sampleLines('churn.csv', 400));
}, 60_000);

afterAll(() => place.close());

const cost = { miss: 400, falseAlarm: 25 };
const churn = async (predict = 'left') => {
  const { loam } = place;
  const data = await loam.data('churn');
  return predict === 'left'
    ? loam.task(data, { predict, positive: 'yes', cost })
    : loam.task(data, { predict });
};
const learnt = async () => place.loam.train(await churn(), place.loam.model.linear({ epochs: 5 }));

describe('a model that is saved with a threshold', () => {
  it('decides at the cheapest over its folds, says so on its card, and is saved once', async () => {
    const { loam, session } = place;
    const run = await learnt();
    const wanted = (await loam.evaluate(run)).cheapest.threshold;
    const model = await loam.save(run, 'cheap', { threshold: { by: 'cost' } });
    expect(model.threshold).toBe(wanted);
    expect(place.asked.presses.at(-1)).toMatch(/“cheap”, deciding from [\d.]+ on: finds \d+ of/);
    const loaded = (await loadModel(session, model.id))!;
    const { card } = modelParts(exportInputOf(loaded));
    expect(card.chosen).toBe(
      'the cheapest over the folds, where a miss costs 400 and a false alarm 25',
    );
    expect(card.format).toBe('loam.card/2');
    const presses = place.asked.presses.length;
    const again = await loam.save(run, 'cheap', { threshold: { by: 'cost' } });
    expect([again.id, place.asked.presses.length]).toEqual([model.id, presses]);
  });

  it('reaches the recall or precision that was asked for, or takes the number that was given', async () => {
    const { loam, session } = place;
    const run = await learnt();
    const seen = await loam.evaluate(run);
    const recalling = await loam.save(run, 'r', { threshold: { by: 'recall', least: 0.8 } });
    expect(seen.at(recalling.threshold!).recall).toBeGreaterThanOrEqual(0.8);
    const byHand = await loam.save(run, 'h', { threshold: 0.25 });
    expect(byHand.threshold).toBe(0.25);
    const rows = await Promise.all(
      [recalling, byHand].map(({ id }) => session.store.get('models', id)),
    );
    expect(rows.map((row) => row!.chosen)).toEqual([
      'the most precise over the folds that finds at least 80 % of yes',
      'chosen by hand',
    ]);
    const asTrained = await loam.save(run, 't');
    expect(asTrained.threshold).toBe(0.5);
    expect((await session.store.get('models', asTrained.id))!.chosen).toBeUndefined();
  });

  it('is calibrated where that is asked for: the same recipe, learnt once more', async () => {
    const { loam, session } = place;
    const run = await learnt();
    const model = await loam.save(run, 'sure', { calibrate: 'platt' });
    const row = (await session.store.get('models', model.id))!;
    expect(row.run).not.toBe(run.id);
    const { manifest, recipe } = (await loadModel(session, model.id))!;
    expect(manifest.calibrator!.type).toBe('platt');
    const before = await session.json(
      (await session.store.get('runs', run.id))!.recipe,
      'loam.recipe/4',
    );
    expect(recipe).toMatchObject({
      ...before,
      calibration: 'platt',
    });
    const runs = await session.store.count('runs');
    expect((await loam.save(run, 'sure', { calibrate: 'platt' })).id).toBe(model.id);
    expect(await session.store.count('runs')).toBe(runs);
  });

  it('is refused where that means nothing, and nothing is saved', async () => {
    const { loam, session } = place;
    const run = await learnt();
    const before = await session.store.count('models');
    const refused = (o: object) => loam.save(run, 'x', o);
    await expect(refused({ threshold: 2 })).rejects.toThrow('loam.save: threshold');
    await expect(refused({ threshold: { by: 'recall' } })).rejects.toThrow('least');
    await expect(refused({ threshold: { by: 'luck' } })).rejects.toThrow('“recall”');
    await expect(refused({ calibrate: 'magic' })).rejects.toThrow('“platt”');
    const fee = await loam.train(await churn('monthly_fee'), loam.model.baseline());
    await expect(loam.save(fee, 'x', { threshold: 0.3 })).rejects.toMatchObject({
      code: 'argument-invalid',
    });
    await expect(loam.save(fee, 'x', { calibrate: 'platt' })).rejects.toMatchObject({
      code: 'argument-invalid',
    });
    expect(await session.store.count('models')).toBe(before);
  });
});
