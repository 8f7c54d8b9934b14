import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Loam } from '../../../../../src/kernel/library';
import { VERB_SHAPES } from '../../../../../src/app/notebook/verbs/shapes';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../../support/notebook-place';

let place: NotebookPlace;
let loam: Loam;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  loam = place.loam;
  await place.add('churn', sampleLines('churn.csv', 400));
}, 60_000);

afterAll(() => place.close());

const churn = async () =>
  loam.task(await loam.data('churn'), {
    predict: 'left',
    positive: 'yes',
    audit: ['region'],
    cost: { miss: 400, falseAlarm: 25 },
  });
const small = { trials: 4, folds: 2, sampler: 'random' } as const;

describe('a study', () => {
  it('tries what the cell varies, on folds, and its best is a run; asked again it is known', async () => {
    const { linear, trees } = loam.model;
    const ask = async () =>
      loam.study(
        await churn(),
        (q) =>
          q.either([
            linear({ l2: q.log(1e-4, 1), epochs: 5 }),
            trees({ leaves: q.int(2, 8), epochs: 10 }),
          ]),
        small,
      );
    const study = await ask();
    expect(study.trials).toHaveLength(4);
    expect(study.trials.every(({ folds, outcome }) => folds === 2 && outcome === 'finished')).toBe(
      true,
    );
    for (const { parameters } of study.trials) {
      const own = parameters['model.kind'] === 'linear' ? 'model.l2' : 'model.leaves';
      expect(Object.keys(parameters).sort()).toEqual(['model.kind', own]);
    }
    const best = Math.max(...study.trials.map(({ mean }) => mean!));
    const run = await place.session.store.get('runs', study.best.id);
    expect(run).toMatchObject({ status: 'finished' });
    expect(study.trials.find(({ mean }) => mean === best)!.model).toBe(study.best.model);
    expect(study.varies).toContain('over 2 folds');
    expect(study.importance).toBeNull();
    const again = await ask();
    expect([study.known, again.known]).toEqual([false, true]);
    expect([again.id, again.best.id]).toEqual([study.id, study.best.id]);
    const entries = await place.session.store.entries();
    expect(entries.filter(({ op }) => op.type === 'test-opened')).toEqual([]);
  });

  it('is compared with another, corrected for what was tried, and explained as a whole', async () => {
    const task = await churn();
    const { baseline, linear } = loam.model;
    const study = await loam.study(task, (q) => linear({ l2: q.log(1e-4, 1), epochs: 5 }), small);
    const plain = await loam.train(task, baseline());
    const sure = await loam.compare(study, plain);
    expect(sure.method).toContain('corrected for 4 candidates');
    expect(sure.difference).toBeCloseTo(-(await loam.compare(plain, study)).difference!, 10);
    expect(sure.says).toContain(study.best.name);
    const seen = await loam.evaluate(plain, { by: 'region' });
    expect(seen.slices).toHaveLength(1);
    expect(seen.slices[0]).toMatchObject({ column: 'region', type: 'slices' });
    const whole = await loam.explain(plain);
    expect(whole.importance.columns.every(({ drop }) => drop === 0 || drop === null)).toBe(true);
    expect(whole.varies).toContain('rows of validation');
  });

  it('is refused with the setting that cannot be, and nothing is tried', async () => {
    const task = await churn();
    const before = await place.session.store.count('studies');
    const { linear, trees, mlp } = loam.model;
    const refused = loam.study(
      task,
      (q) => q.either([linear({ l2: q.log(1e-4, 1) }), mlp({ l2: q.log(1e-3, 1) })]),
      small,
    );
    await expect(refused).rejects.toMatchObject({ code: 'study-invalid' });
    await expect(refused).rejects.toThrow('model.l2');
    expect(() => trees({ leaves: [2] as never })).toThrow();
    expect(await place.session.store.count('studies')).toBe(before);
  });

  it.each([
    [
      'reckons with what q answers',
      (q: { int: (a: number, b: number) => number }) => ({ l2: q.int(1, 2) * 2 }),
      'it can only be a setting',
    ],
    [
      'goes beyond what a setting may be',
      (q: { int: (a: number, b: number) => number }) => ({ l2: q.int(-5, 2) }),
      'must be 0 or more',
    ],
    ['varies nothing', () => ({ l2: 1 }), 'varies nothing'],
  ])('is refused where the cell %s', async (_, settings, says) => {
    const task = await churn();
    const asked = (q: never) => loam.model.linear(settings(q));
    await expect(loam.study(task, asked as never, small)).rejects.toThrow(says);
  });

  it('is no business of train', async () => {
    const task = await churn();
    let spec: unknown;
    await loam
      .study(task, (q) => (spec = loam.model.linear({ l2: q.log(1e-4, 1), epochs: 5 })) as never, {
        ...small,
      })
      .catch(() => undefined);
    await expect(loam.train(task, spec as never)).rejects.toThrow('loam.study tries them');
  });

  it('is checked again by the app', () => {
    const args = place.asked.calls.find(({ verb }) => verb === 'study')!.args as object;
    expect(VERB_SHAPES.study(args)).toBe(true);
    expect(VERB_SHAPES.study({ ...args, candidates: [] })).toBe(false);
    expect(VERB_SHAPES.study({ ...args, sampler: 'best' })).toBe(false);
    expect(VERB_SHAPES.study({ ...args, seed: -1 })).toBe(false);
    expect(VERB_SHAPES.understand({ of: { run: 'r' }, on: 'train', question: {} })).toBe(false);
    expect(VERB_SHAPES.compare({ a: { run: 'r' }, b: { run: 's' }, metric: null, tried: 0 })).toBe(
      false,
    );
  });
});

describe('folds of a task', () => {
  const foldsOf = async (run: string) => {
    const row = await place.session.store.get('runs', run);
    const recipe = await place.session.json(row!.recipe, 'loam.recipe/4');
    return recipe.fitting;
  };
  const dealt = async () =>
    loam.task(await loam.data('churn'), {
      predict: 'left',
      positive: 'yes',
      parts: { validation: { folds: 3, repeats: 2 } },
    });
  const plan = { by: 'stratified', count: 3, repeats: 2, seed: 0 } as const;

  it('are those of train, unless train names its own', async () => {
    const spec = loam.model.linear({ epochs: 3 });
    const run = await loam.train(await dealt(), spec);
    expect(await foldsOf(run.id)).toEqual({ type: 'folds', folds: plan });
    const own = await loam.train(await dealt(), spec, { folds: 2 });
    expect(await foldsOf(own.id)).toEqual({ type: 'folds', folds: { ...plan, count: 2 } });
    const held = await loam.train(await dealt(), spec, { folds: false });
    const row = await place.session.store.get('runs', held.id);
    await expect(place.session.json(row!.recipe, 'loam.recipe/1')).resolves.toBeTruthy();
    await expect(loam.train(await dealt(), spec, { folds: false, repeats: 2 })).rejects.toThrow(
      'repeats',
    );
  });

  it('are those of a study, and its best is calibrated and covered as asked', async () => {
    const study = await loam.study(
      await dealt(),
      (q) => loam.model.linear({ l2: q.log(1e-4, 1), epochs: 3 }),
      { trials: 2, sampler: 'random', calibrate: 'platt', coverage: 0.9 },
    );
    expect(study.trials.map(({ folds }) => folds)).toEqual([6, 6]);
    const row = await place.session.store.get('runs', study.best.id);
    const recipe = await place.session.json(row!.recipe, 'loam.recipe/4');
    expect(recipe).toMatchObject({
      fitting: { type: 'folds', folds: plan },
      calibration: 'platt',
      coverage: 0.9,
    });
  });
});

describe('pictures of a study', () => {
  it('draw every finished trial: the best so far, and a line through the settings', async () => {
    const { plot } = await import('../../../../../src/kernel/cage/plot');
    const drawing = await notebookPlace({
      plot,
      effects: { wait: () => new Promise((go) => setTimeout(go, 2)) },
    });
    await drawing.add('churn', sampleLines('churn.csv', 200));
    const { linear, trees } = drawing.loam.model;
    const task = drawing.loam.task(await drawing.loam.data('churn'), { predict: 'left' });
    const study = await drawing.loam.study(
      task,
      (q) =>
        q.either([
          linear({ l2: q.log(1e-4, 1), epochs: 3 }),
          trees({ leaves: q.int(2, 8), epochs: 5 }),
        ]),
      small,
    );
    const best = study.plot.best() as { outerHTML: string };
    expect(best.outerHTML.match(/<circle/g)).toHaveLength(4);
    expect(best.outerHTML).toContain('over 4 finished trials');
    const parallel = study.plot.parallel() as { outerHTML: string };
    for (const axis of ['kind', 'l2', 'leaves']) expect(parallel.outerHTML).toContain(`>${axis}<`);
    drawing.close();
  });

  it('say what is missing where the cell does not mention plot', async () => {
    const study = await loam.study(
      await churn(),
      (q) => loam.model.linear({ l2: q.log(1e-4, 1), epochs: 3 }),
      { ...small, trials: 1 },
    );
    expect(() => study.plot.best()).toThrow('mention plot in the cell');
  });
});

describe('train', () => {
  it('calibrates and covers where it is asked to', async () => {
    const run = await loam.train(await churn(), loam.model.linear({ epochs: 5 }), {
      calibrate: 'platt',
      coverage: 0.9,
    });
    const row = await place.session.store.get('runs', run.id);
    const recipe = await place.session.json(row!.recipe, 'loam.recipe/4');
    expect(recipe).toMatchObject({ calibration: 'platt', coverage: 0.9 });
  });
});
