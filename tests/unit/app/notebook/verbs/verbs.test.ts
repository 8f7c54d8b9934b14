import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRun } from '../../../../../src/app/commands/load-run';
import { log } from '../../../../../src/core/math';
import { refinementsOf } from '../../../../../src/core/recipe/refinements-of';
import { PRESSED_VERBS, type Loam } from '../../../../../src/kernel/library';
import { VERB_SHAPES } from '../../../../../src/app/notebook/verbs/shapes';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../../support/notebook-place';

const BRIEF = {
  ...{ question: 'Who leaves?', decides: '', cost: null, unit: '' },
  ...{ least: null, leastMetric: null, review: null },
};

let place: NotebookPlace;
let loam: Loam;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  loam = place.loam;
  await place.add('churn', sampleLines('churn.csv', 500));
  await place.add('churn', sampleLines('churn.csv', 600));
  await place.add('diabetes', sampleLines('diabetes.csv', 300));
}, 60_000);

afterAll(() => place.close());

const churnTask = async () =>
  loam.task(await loam.data('churn'), {
    predict: 'left',
    positive: 'yes',
    cost: { miss: 400, falseAlarm: 25 },
  });
const quick = (o = {}) => loam.model.linear({ epochs: 5, ...o });

/** Verbs sent since `before`, and how often each. */
const sent = (before: number) => place.asked.calls.slice(before).map(({ verb }) => verb);

describe('data', () => {
  it('is found by name, newest first, or by name and version', async () => {
    expect(await loam.data('churn')).toMatchObject({ name: 'churn', version: 2, rows: 600 });
    expect(await loam.data('churn@1')).toMatchObject({ name: 'churn', version: 1, rows: 500 });
  });

  it('has the classes of its columns where they are few', async () => {
    const { columns } = await loam.data('churn');
    expect(columns.find(({ name }) => name === 'left')!.labels).toEqual(['no', 'yes']);
    expect(columns.find(({ name }) => name === 'customer')!.labels).toBeNull();
  });

  it.each([
    ['chrun', 'not-found', 'near to it: churn'],
    ['churn@7', 'not-found', '“churn” has the versions 1, 2'],
  ])('that is not there (%s) is refused with what there is', async (ref, code, says) => {
    const refused = loam.data(ref);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(says);
  });

  it('comes as it is stored, typed', async () => {
    const data = await loam.data('churn@1');
    const [row] = await data.head(1).toRows();
    expect(row).toMatchObject({
      customer: 'C326961',
      observed: new Date('2025-01-01'),
      age: 51,
      monthly_fee: 47.4,
      satisfaction: null,
      left: false,
    });
  });

  it('is not read where the person does not allow it', async () => {
    const other = await notebookPlace({ desk: { mayRead: () => Promise.resolve(false) } });
    await other.add('churn', sampleLines('churn.csv', 30));
    await expect(other.loam.data('churn')).rejects.toMatchObject({ code: 'not-allowed' });
    const [row] = await other.session.store.list('datasets');
    const page = { dataset: row!.id, columns: ['age'], start: 0, count: 1 };
    await expect(other.call('rows', page)).rejects.toMatchObject({ code: 'not-allowed' });
    other.close();
  });
});

describe('train', () => {
  it('answers the run that is known where the recipe has run', async () => {
    const task = await churnTask();
    const first = await loam.train(task, quick());
    const again = await loam.train(await churnTask(), quick());
    expect([first.known, again.known]).toEqual([false, true]);
    expect(again.id).toBe(first.id);
    expect(again.score).toEqual(first.score);
  });

  it('makes the recipe that the form makes', async () => {
    const { LearnSession } = await import('../../../../../src/app/learn-session.svelte');
    const run = await loam.train(
      loam.task(await loam.data('churn'), { predict: 'left' }),
      loam.model.linear(),
    );
    const [dataset] = await place.session.store.find('datasets', 'name', 'churn');
    const form = new LearnSession(place.session, dataset!.id);
    await new Promise((go) => setTimeout(go, 300));
    await form.retarget('left');
    form.useModel('linear');
    expect(form.error).toBeNull();
    expect(await form.train()).toEqual({ run: run.id, known: true });
  });

  it('is judged by folds where rows are few, unless the task or the call holds validation out', async () => {
    const rows = (await churnTask()).data;
    const fittingOf = async (parts: object, o: object = {}) => {
      const task = loam.task(rows, { predict: 'left', positive: 'yes', ...parts });
      const run = await loam.train(task, loam.model.linear({ epochs: 2 }), o);
      return refinementsOf((await loadRun(place.session, run.id))!.recipe).fitting.type;
    };
    expect(await fittingOf({})).toBe('folds');
    expect(await fittingOf({}, { folds: false })).toBe('held-out');
    expect(await fittingOf({ parts: { validation: 0.3 } })).toBe('held-out');
    expect(await fittingOf({ parts: { validation: 0.3 } }, { folds: true })).toBe('folds');
    expect(await fittingOf({ parts: { test: 0.3 } })).toBe('folds');
  });

  it('holds validation out by default where the rows make no two folds, and says so where folds are asked for', async () => {
    const day = (row: number) => `2024-01-${String(1 + Math.floor(row / 40)).padStart(2, '0')}`;
    const lines = Array.from(
      { length: 120 },
      (_, i) => `${day(i)},${(i * 7) % 13},${(i * 5) % 11}`,
    );
    await place.add('three-days', ['day,x,y', ...lines].join('\n'));
    const data = await loam.data('three-days');
    const task = loam.task(data, { predict: 'y', time: 'day', parts: { by: 'time' } });
    const run = await loam.train(task, loam.model.linear({ epochs: 2 }));
    const { recipe } = (await loadRun(place.session, run.id))!;
    expect(refinementsOf(recipe).fitting.type).toBe('held-out');
    const asked = loam.train(task, loam.model.linear({ epochs: 2 }), { folds: true });
    await expect(asked).rejects.toThrow(/fold/i);
  });

  it('trains several models on one task, one after the other, and knows the best', async () => {
    const task = loam.task(await loam.data('diabetes'), { predict: 'progression' });
    const events: { spec: number; of: number }[] = [];
    const ladder = await loam.train(task, [loam.model.baseline(), quick({ epochs: 60 })], {
      onProgress: (event) => void events.push(event),
    });
    expect(ladder.runs.map(({ model }) => model.split(' ')[0])).toEqual(['Baseline', 'Linear']);
    expect(ladder.best).toBe(ladder.runs[1]);
    const tasks = await Promise.all(
      ladder.runs.map(async ({ id }) => (await place.session.store.get('runs', id))!.task),
    );
    expect(tasks[0]).toBe(tasks[1]);
    expect(new Set(events.map(({ spec }) => spec))).toEqual(new Set([0, 1]));
    expect(events.every(({ of }) => of === 2)).toBe(true);
  });

  it('records the code of the cells that asked for a run', async () => {
    const code = '5'.repeat(64);
    const other = await notebookPlace({ desk: { codeOf: () => code } });
    await other.add(
      'plain',
      'x,y\n' + Array.from({ length: 60 }, (_, i) => `${(i * 7) % 13},${(i * 5) % 11}`).join('\n'),
    );
    const task = other.loam.task(await other.loam.data('plain'), { predict: 'y' });
    const run = await other.loam.train(task, other.loam.model.baseline());
    expect(await other.session.store.get('runs', run.id)).toMatchObject({ code, note: '' });
    other.close();
  });

  it('shows the numbers of the stored evaluation, and none of its own', async () => {
    const run = await loam.train(await churnTask(), quick());
    const row = await place.session.store.get('runs', run.id);
    const stored = await place.session.json(row!.validation!.evaluation, 'loam.evaluation/1');
    expect(run.score).toEqual(stored.metrics.find(({ name }) => name === run.metric));
    const seen = await loam.evaluate(run);
    expect(seen.sentence).toBe(stored.sentence);
    const { baseline, ...metric } = seen.metric('roc_auc');
    expect(metric).toEqual(stored.metrics.find(({ name }) => name === 'roc_auc'));
    expect(baseline).toBe(stored.baseline.find(({ name }) => name === 'roc_auc')!.value);
    const half = seen.at(0.5);
    const [, [missed, found]] = stored.confusion as [number[], [number, number]];
    expect([half.positives - half.found, half.found]).toEqual([missed, found]);
    expect(half.falseAlarms).toBe(stored.confusion![0]![1]);
  });

  it.each([
    ['a class of no binary task', { predict: 'plan', positive: 'basic' }, 'has no positive class'],
    [
      'a metric of another kind',
      { predict: 'left', metric: 'rmse' as const },
      'for binary there are',
    ],
  ])('refuses %s before anything is trained', async (_, o, says) => {
    const before = await place.session.store.count('runs');
    const task = loam.task(await loam.data('churn'), o);
    await expect(loam.train(task, quick())).rejects.toThrow(says);
    expect(await place.session.store.count('runs')).toBe(before);
  });

  it('refuses a cnn where the features are no image', async () => {
    await expect(loam.train(await churnTask(), loam.model.cnn())).rejects.toThrow(
      'the features are not the pixels of an image',
    );
  });

  it('takes the preparation of single columns from the cell, and refuses others', async () => {
    const task = await churnTask();
    const step = {
      column: 'age',
      step: 'numeric',
      transform: 'none',
      impute: 'mean',
      indicator: false,
      scale: 'minmax',
    } as const;
    const run = await loam.train(task, quick(), { steps: [step] });
    const row = await place.session.store.get('runs', run.id);
    const { preprocessing } = await place.session.json(row!.recipe, 'loam.recipe/4');
    expect(preprocessing.find(({ column }) => column === 'age')).toEqual(step);
    const wrong = { ...step, impute: 'guess' as never };
    await expect(loam.train(task, quick(), { steps: [wrong] })).rejects.toMatchObject({
      code: 'recipe-invalid',
    });
  });
});

describe('work with consequences', () => {
  it('waits for a press, each verb of it, and does nothing where none comes', async () => {
    const pressed: string[] = [];
    const other = await notebookPlace({
      desk: {
        press: (_, label) => {
          pressed.push(label);
          return Promise.resolve(false);
        },
      },
    });
    await other.add('churn', sampleLines('churn.csv', 300));
    const task = other.loam.task(await other.loam.data('churn'), {
      predict: 'left',
      positive: 'yes',
    });
    const run = await other.loam.train(task, quick());
    const { session } = other;
    const [row] = await session.store.list('runs');
    const outcome = row!.outcome as { model: `sha256:${string}` };
    const [saved] = await session.store.commit([
      {
        type: 'model-saved',
        name: 'm',
        model: outcome.model,
        run: run.id,
        recipe: row!.recipe,
        note: '',
      },
    ]);
    const counts = () =>
      Promise.all(
        (['datasets', 'models', 'openings', 'exports', 'runs'] as const).map((table) =>
          session.store.count(table),
        ),
      );
    const before = await counts();
    const args = {
      'open-test': { of: { run: run.id }, why: 'r' },
      'save-model': { run: run.id, name: 'other', note: '', threshold: null, calibrate: null },
      'save-brief': { task: task.args, brief: BRIEF },
      'save-dataset': {
        name: 'x',
        note: '',
        rows: 1,
        columns: [{ name: 'a', type: 'integer', values: [1] }],
        from: [],
        made: ['a'],
      },
      export: { model: saved!.id, kind: 'page' },
    };
    expect(Object.keys(args).sort()).toEqual([...PRESSED_VERBS].sort());
    for (const [verb, each] of Object.entries(args)) {
      await expect(other.call(verb, each), verb).rejects.toMatchObject({ code: 'cancelled' });
    }
    expect(pressed).toHaveLength(PRESSED_VERBS.length);
    expect(await counts()).toEqual(before);
    expect(other.asked.downloads).toEqual([]);
    other.close();
  });

  it('opens test once for a run, with the reason on record', async () => {
    const run = await loam.train(await churnTask(), quick());
    const presses = place.asked.presses.length;
    const first = await loam.evaluate(run, { on: 'test', why: 'release 1' });
    const again = await loam.evaluate(run, { on: 'test', why: 'release 1' });
    expect(again.metrics).toEqual(first.metrics);
    expect(first.on).toBe('test');
    expect(place.asked.presses.slice(presses)).toEqual([
      expect.stringMatching(/^Open the test part of “left” for .*: release 1$/),
    ]);
    const openings = await place.session.store.find('openings', 'run', run.id);
    expect(openings.map(({ reason }) => reason)).toEqual(['release 1']);
  });

  it('saves a model once, and predicts with it what the run predicts', async () => {
    const run = await loam.train(await churnTask(), quick());
    const presses = place.asked.presses.length;
    const model = await loam.save(run, 'leavers', { note: 'n' });
    const again = await loam.save(run, 'leavers');
    expect(again.id).toBe(model.id);
    expect(place.asked.presses.slice(presses)).toEqual([
      `Save the model of ${run.name} under “leavers”`,
    ]);
    const rows = await (await loam.data('churn')).head(20).toRows();
    const answers = await loam.predict(run, rows);
    expect(await loam.predict(await loam.model('leavers@1'), rows)).toEqual(answers);
    expect(answers).toHaveLength(20);
    for (const { answer, probabilities } of answers) {
      expect(Object.keys(probabilities!)).toEqual(['no', 'yes']);
      expect(answer).toBe(probabilities!.yes! >= 0.5 ? 'yes' : 'no');
    }
    expect(await loam.predict(model, rows[0]!)).toEqual(answers[0]);
  });

  it('explains an answer by parts that add up, and refuses a class that there is none of', async () => {
    const run = await loam.train(await churnTask(), quick());
    const [row] = await (await loam.data('churn')).head(1).toRows();
    const { answer, probabilities } = (await loam.predict(run, row!)) as {
      answer: string;
      probabilities: Record<string, number>;
    };
    const why = await loam.explain(run, row!);
    expect(why.of).toBe(answer);
    expect([why.exact, why.method, why.units]).toEqual([true, 'linear', 'log-odds']);
    expect(why.says).toMatch(/^Exact, from the coefficients/);
    const p = probabilities[answer]!;
    expect(why.answer).toBeCloseTo(log(p / (1 - p)), 6);
    const sum = why.parts.reduce((total, { by }) => total + by, 0);
    expect(sum).toBeCloseTo(why.answer - why.typical, 9);
    expect(why.parts.some(({ by }) => by !== 0)).toBe(true);

    const [no, yes] = [
      await loam.explain(run, row!, { of: 'no' }),
      await loam.explain(run, row!, { of: 'yes' }),
    ];
    no.parts.forEach(({ by }, i) => expect(by + yes.parts[i]!.by).toBeCloseTo(0, 9));
    await expect(loam.explain(run, row!, { of: 'perhaps' })).rejects.toThrow(
      /no class of the model/,
    );
  });

  it('saves rows as they are, once, types and missing values included', async () => {
    const made = await loam.data([
      { a: 1.5, b: 'N', c: true, d: new Date('2020-02-03T04:05:06.789Z'), 'e"\n': '1' },
      { a: null, b: 'x\ny', c: null, d: null, 'e"\n': '2' },
      { a: -0.1, b: '"quoted"', c: false, d: new Date('2021-01-01'), 'e"\n': '007' },
    ]);
    const presses = place.asked.presses.length;
    const saved = await made.save('made');
    expect(await saved.toRows()).toEqual(await made.toRows());
    expect((await made.save('made')).version).toBe(1);
    // As in a file that is imported.
    const marked = await (await loam.data([{ a: 'NA' }, { a: 'x' }])).save('marked');
    expect(await marked.values('a')).toEqual([null, 'x']);
    expect(place.asked.presses.slice(presses)).toEqual([
      'Save 3 rows as “made”',
      'Save 2 rows as “marked”',
    ]);
  });
});

describe('what comes out of the cage', () => {
  const hostile: unknown[] = [
    undefined,
    null,
    [],
    'x',
    {},
    { ref: 1 },
    { of: { run: 'a', model: 'b' } },
    { __proto__: { ref: 'churn' } },
    { dataset: 'd', columns: ['a'], start: -1, count: 1 },
    { dataset: 'd', columns: ['a'], start: 0, count: 1e12 },
    { name: 'x', note: '', rows: 2, columns: [{ name: 'a', type: 'integer', values: [1] }] },
    { name: ' ', note: '', rows: 1, columns: [{ name: 'a', type: 'integer', values: [1] }] },
    { with: { run: 'a' }, rows: 1e9, columns: [] },
  ];

  it('is refused by its shape, for every verb', async () => {
    for (const verb of Object.keys(VERB_SHAPES)) {
      for (const args of hostile) {
        if (verb === 'models' && args !== null && JSON.stringify(args) === '{}') continue;
        await expect(place.call(verb, args), verb).rejects.toMatchObject({
          code: 'argument-invalid',
        });
      }
    }
  });

  it.each(['toString', '__proto__', 'constructor', 'study', ''])(
    'is no verb where it is called %j',
    async (verb) => {
      await expect(place.call(verb, {})).rejects.toMatchObject({ code: 'argument-invalid' });
    },
  );

  it('cannot set what no form sets', async () => {
    const task = await churnTask();
    const send = (spec: object) =>
      place.call('train', { task: task.args, specs: [spec], seed: null, engine: null, steps: [] });
    const spec = { name: 'linear', model: {}, trainer: {} };
    for (const wrong of [
      { ...spec, model: { kind: 'trees' } },
      { ...spec, model: { extra: 1 } },
      { ...spec, trainer: { extra: 1 } },
      { ...spec, model: { l2: 'x' } },
      { ...spec, trainer: { epochs: 1e9 } },
      { ...spec, name: 'layers', model: { layers: [null] } },
      { ...spec, name: 'layers', model: { layers: [{ layer: 'flatten', extra: 1 }] } },
      { ...spec, name: 'trees', model: { monotone: [null] } },
    ]) {
      await expect(send(wrong), JSON.stringify(wrong)).rejects.toMatchObject({
        code: expect.stringMatching(/^(argument|recipe)-invalid$/) as string,
      });
    }
  });

  it('is plain JSON for every verb that the tests above have sent', () => {
    expect(new Set(sent(0)).size).toBeGreaterThan(8);
    for (const { verb, args } of place.asked.calls) {
      if (args === undefined || hostile.includes(args)) continue;
      expect(JSON.parse(JSON.stringify(args)), verb).toEqual(args);
    }
  });
});
