import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveCode } from '../../../../src/app/code-recipe/code-approvals';
import { loadCode } from '../../../../src/app/code-recipe/load-code';
import { loadModel } from '../../../../src/app/commands/load-model';
import { doesNotTravel, madeInputs } from '../../../../src/app/commands/made-inputs';
import type { NeededCell } from '../../../../src/app/notebook/verbs';
import type { CodeRecipe } from '../../../../src/core/recipe/types';
import { readRecipe } from '../../../../src/core/formats/read-manifest';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../support/notebook-place';

/** Logistic or softmax regression by hand, so that nothing but the language is needed. */
const FIT = `async function fit({ train, validation, weights, epochs, settings, report, outputs, inputs }) {
  const [kernel, bias] = weights.map(({ values }) => values);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let sum = 0;
    for (let row = 0; row < train.rows; row++) {
      const x = train.x.subarray(row * inputs, (row + 1) * inputs);
      let z = bias[0];
      for (let i = 0; i < inputs; i++) z += x[i] * kernel[i];
      const p = 1 / (1 + Math.exp(-z));
      sum -= Math.log(train.y[row] ? p : 1 - p);
      const slope = p - train.y[row];
      for (let i = 0; i < inputs; i++) kernel[i] -= settings.rate * slope * x[i];
      bias[0] -= settings.rate * slope;
    }
    await report({ epoch, train: sum / train.rows });
  }
  return weights;
}`;

let place: NotebookPlace;
const cells: Record<string, NeededCell[]> = {};

/** As the notebook would hold them: each name with the cells behind it. */
function declare(name: string, ...sources: string[]): void {
  cells[name] = sources.map((source, i) => ({ cell: `n${i}`, source, modules: [] }));
}

function cellsBehind(name: string): NeededCell[] {
  return cells[name] ?? [];
}

/** A function of that name, which is never called here. */
function named(name: string): () => void {
  return Object.defineProperty(() => undefined, 'name', { value: name });
}

beforeAll(async () => {
  place = await notebookPlace({
    desk: { cellsBehind: (name) => cells[name] ?? null, cellsOf: () => cells.cell ?? null },
    effects: { wait: () => new Promise((go) => setTimeout(go, 2)) },
  });
  await place.add('churn', sampleLines('churn.csv', 400));
});
afterAll(() => place.close());

const task = async () =>
  place.loam.task(await place.loam.data('churn'), { predict: 'left', positive: 'yes' });

describe('a model whose weights a function of the notebook learns', () => {
  it('is trained in the cage, judged, saved and made again like any other', async () => {
    declare('fit', FIT);
    const { loam, session } = place;
    const spec = () =>
      loam.model.code({ fit: named('fit'), layers: [], settings: { rate: 0.01 }, epochs: 6 });
    const run = await loam.train(await task(), spec());
    expect(run.engine).toBe('cage');
    const usual = await loam.train(await task(), loam.model.linear());
    expect(run.score!.value).toBeGreaterThan(usual.score!.value! - 0.1);
    const again = await loam.train(await task(), spec());
    expect([again.id, again.known]).toEqual([run.id, true]);
    const row = await session.store.get('runs', run.id);
    const recipe = await readRecipe(session.store.objects, row!.recipe);
    expect(recipe).toMatchObject({ format: 'loam.recipe/2', code: { entry: 'fit' } });
    const saved = await loam.save(run, 'by hand');
    expect(await loam.reproduce(saved)).toMatchObject({ level: 2, differs: [] });
  });

  const FAILURES: [what: string, source: string, says: RegExp][] = [
    ['throws', 'function wrong() { throw new RangeError("no way on") }', /RangeError: no way on/],
    ['gives nothing back', 'function wrong() {}', /gave nothing back/],
    ['lacks weights', 'function wrong() { return [] }', /the weights lack layers\.0\.kernel/],
    [
      'gives weights of another size',
      'function wrong({ weights }) { return weights.map(() => [1, 2, 3]) }',
      /layers\.0\.kernel are 3 numbers; there must be \d+ numbers/,
    ],
    [
      'gives values that are no numbers',
      'function wrong({ weights }) { return weights.map(({ values }) => values.fill(NaN)) }',
      /loss stopped being a number/,
    ],
    [
      'reports what is no loss',
      'async function wrong({ report }) { await report({ train: "little" }) }',
      /report: give the mean loss as a number/,
    ],
    [
      'leaves epochs out',
      'async function wrong({ report }) { await report({ epoch: 2, train: 1 }) }',
      /epoch is 2; the next is 1/,
    ],
    ['is none', 'const wrong = 7', /is no function/],
    ['uses a name that no cell declares', 'const wrong = () => lost.name', /No cell declares lost/],
  ];
  it.each(FAILURES)(
    'is a failed run that says why where the function %s',
    async (_, source, says) => {
      declare('wrong', source);
      const { loam } = place;
      const spec = loam.model.code({ fit: named('wrong'), layers: [], epochs: 3 });
      await expect(loam.train(await task(), spec)).rejects.toThrow(says);
    },
  );

  it('is cancelled with the cell, also where the function never ends', async () => {
    declare(
      'endless',
      'async function endless({ report }) { await report({ train: 1 }); await new Promise(() => {}); }',
    );
    const { loam, session } = place;
    const stop = new AbortController();
    const spec = loam.model.code({ fit: named('endless'), layers: [], epochs: 3 });
    const waiting = loam.train(await task(), spec, {
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done !== null) stop.abort();
      },
    });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect
      .poll(async () => (await session.store.list('runs')).at(0)?.outcome)
      .toMatchObject({ type: 'cancelled', model: null, epochs: 1 });
  });

  it('has the whole of what its function needs in its record, and nothing of where it stands', async () => {
    declare(
      'sum',
      'const start = 0.5;',
      'const sum = ({ weights }) => weights.map(({ values }) => values.fill(start));',
    );
    const { loam, session } = place;
    const run = await loam.train(await task(), loam.model.code({ fit: named('sum'), layers: [] }));
    const row = await session.store.get('runs', run.id);
    const recipe = (await readRecipe(session.store.objects, row!.recipe)) as CodeRecipe;
    const code = await loadCode(session, recipe.code);
    expect(code.approved).toBe(true);
    expect(code.cells).toEqual(cellsBehind('sum').map(({ source }) => source));
    cells.sum = cellsBehind('sum').map((each, i) => ({ ...each, cell: `other ${i}` }));
    const again = await loam.train(
      await task(),
      loam.model.code({ fit: named('sum'), layers: [] }),
    );
    expect(again.known).toBe(true);
  });

  const REFUSED: [what: string, sources: string[], says: RegExp][] = [
    ['is declared by no cell', [], /no cell declares own at its top/],
    [
      'reads data',
      ['const rows = await loam.data("churn");', 'const own = () => rows'],
      /uses loam/,
    ],
    ['reads a control', ['const rate = input.slider({})', 'const own = () => rate'], /settings/],
  ];
  it.each(REFUSED)(
    'is refused before anything runs where the function %s',
    async (_, sources, says) => {
      delete cells.own;
      if (sources.length > 0) declare('own', ...sources);
      const { loam, session } = place;
      const before = await session.store.count('runs');
      const spec = loam.model.code({ fit: named('own'), layers: [] });
      await expect(loam.train(await task(), spec)).rejects.toMatchObject({
        code: 'argument-invalid',
        message: expect.stringMatching(says) as string,
      });
      expect(await session.store.count('runs')).toBe(before);
    },
  );

  it('is not made again by code that this device has not approved', async () => {
    const { loam, session } = place;
    const model = await loam.model('by hand');
    await session.store.local.set('code-approved', []);
    await expect(loam.reproduce(model)).rejects.toMatchObject({ code: 'code-not-approved' });
    const row = await session.store.get('models', model.id);
    const recipe = (await readRecipe(session.store.objects, row!.recipe)) as CodeRecipe;
    expect((await loadCode(session, recipe.code)).approved).toBe(false);
    await approveCode(session.store.local, recipe.code);
    expect(await loam.reproduce(model)).toMatchObject({ level: 2 });
  });
});

describe('a column that a cell made', () => {
  it('is named in the record of its data with the code, and marks models that need it', async () => {
    declare('cell', 'const data = await loam.data("churn");', 'await data.derive({}).save("rich")');
    const { loam, session } = place;
    const data = await loam.data('churn');
    const rich = await data.derive({ yearly: (row) => 12 * Number(row.monthly_fee) }).save('rich');
    const row = await session.store.get('datasets', rich.id!);
    const from = await session.store.get('datasets', data.id!);
    expect(row!.source.code).toMatchObject({ from: [from!.manifest], columns: ['yearly'] });
    const code = await loadCode(session, { object: row!.source.code!.object, modules: [] });
    expect(code.cells).toEqual(cellsBehind('cell').map(({ source }) => source));

    // What is saved from it later keeps the mark, although no code of that cell made the column.
    const few = await (await loam.data('rich')).where((each) => each.age !== null).save('few');
    const kept = await session.store.get('datasets', few.id!);
    expect(kept!.source.code).toMatchObject({ from: [row!.manifest], columns: ['yearly'] });

    const run = await loam.train(
      loam.task(few, { predict: 'left', positive: 'true' }),
      loam.model.linear({ epochs: 2 }),
    );
    const model = await loadModel(session, (await loam.save(run, 'rich')).id);
    expect(madeInputs(model!)).toEqual(['yearly']);
    expect(doesNotTravel(model!)).toMatch(/“yearly”, made by code when “few” 1 was saved/);
    const plain = await loadModel(session, (await loam.model('by hand')).id);
    expect(doesNotTravel(plain!)).toBe('');
  });
});
