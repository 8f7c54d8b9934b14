import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  importModel,
  describeModelFiles,
  tryImport,
} from '../../../../src/app/commands/import-model';
import { exportInputOf } from '../../../../src/app/commands/export-input';
import { restoreModels } from '../../../../src/app/commands/restore-models';
import { ECOSYSTEM_FORMATS } from '../../../../src/deploy/formats';
import { checkGolden } from '../../../../src/deploy/model/check-golden';
import { gather } from '../../../../src/deploy/model/gather';
import { modelParts } from '../../../../src/deploy/model/model-parts';
import { checkShapes } from '../../../../src/deploy/model/shapes';
import { loadModel } from '../../../../src/app/commands/load-model';
import { madeBy } from '../../../../src/app/commands/run-making';
import { isLoamError } from '../../../../src/core/errors';
import { linkDigest } from '../../../../src/core/hash/digest';
import type { TaskRow } from '../../../../src/core/log/rows';
import { PART_CODE } from '../../../../src/core/task/types';
import { recipeLabel } from '../../../../src/core/recipe/describe';
import {
  denseModel,
  savedModel,
  trainedClassifier,
  type SavedModel,
} from '../../../support/foreign-tfjs';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../support/notebook-place';

const SPECIES = ['setosa', 'versicolor', 'virginica'];

let place: NotebookPlace;
let irises: { rows: number[][]; labels: number[] };
let model: SavedModel;
let species: TaskRow;
let length: TaskRow;
let names: string[];

const filesOf = ({ files }: SavedModel) =>
  files.map(({ name, bytes }) => new File([bytes as Uint8Array<ArrayBuffer>], name));

async function everything(): Promise<number> {
  const { store } = place.session;
  const counts = await Promise.all(
    (['runs', 'models', 'tasks'] as const).map((table) => store.count(table)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

beforeAll(async () => {
  place = await notebookPlace();
  const csv = sampleLines('iris.csv', 150);
  await place.add('iris', csv);
  const [head, ...lines] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  names = head!.filter((name) => name !== 'species');
  irises = {
    rows: lines.map((cells) => names.map((name) => Number(cells[head!.indexOf(name)]))),
    labels: lines.map((cells) => SPECIES.indexOf(cells[head!.indexOf('species')]!)),
  };
  model = await savedModel(await trainedClassifier(irises.rows, irises.labels, 3));
  const { loam } = place;
  const data = await loam.data('iris');
  for (const predict of ['species', 'petal_width']) {
    await loam.train(loam.task(data, { predict }), loam.model.baseline());
  }
  const tasks = await place.session.store.list('tasks');
  species = tasks.find(({ target }) => target === 'species')!;
  length = tasks.find(({ target }) => target === 'petal_width')!;
}, 60_000);
afterAll(() => place.close());

describe('a model of TensorFlow.js that is taken in', () => {
  it('is told about before anything is kept', async () => {
    const before = await everything();
    const summary = await describeModelFiles(place.session, filesOf(model));
    expect(summary).toEqual({
      kept: null,
      label: 'none',
      format: 'tfjs',
      name: 'model.json',
      bytes: model.files.reduce((sum, { bytes }) => sum + bytes.length, 0),
      producer: 'TensorFlow.js tfjs-layers v4.22.0',
      kind: 'multiclass',
      classes: ['0', '1', '2'],
      inputs: [1, 2, 3, 4].map((i) => ({ name: `input ${i}`, type: 'number', categories: null })),
      shape: [4],
      operators: ['dense'],
      network: 'layers',
      parts: 2,
      softmaxAdded: false,
      parameters: 4 * 8 + 8 + 8 * 3 + 3,
    });
    expect(await everything()).toBe(before);
  });

  it('is a finished run and a model version, judged as TensorFlow.js answers', async () => {
    const { session } = place;
    const request = {
      files: filesOf(model),
      task: species,
      columns: names,
      answers: SPECIES,
      name: 'theirs',
      note: 'from the lab',
    };
    const { model: id, run } = await importModel(session, request);
    const loaded = (await loadModel(session, id))!;
    expect(loaded.row).toMatchObject({ name: 'theirs', version: 1, note: 'from the lab', run });
    expect(recipeLabel(loaded.recipe)).toBe('Imported TensorFlow.js');
    expect(loaded.run!.row).toMatchObject({ status: 'finished', model: 'Imported TensorFlow.js' });
    expect(loaded.run!.row.engine!.backend).toBe('imported');
    expect(loaded.manifest.inputs.map(({ name }) => name)).toEqual(names);
    expect(loaded.manifest.inputs.every(({ quantiles }) => quantiles?.length === 5)).toBe(true);

    const theirs = model.predict(irises.rows);
    for (const [i, row] of irises.rows.entries()) {
      const cells = Object.fromEntries(names.map((name, c) => [name, row[c]!]));
      const { probabilities } = await loaded.predictor.predictCells(cells);
      probabilities!.forEach((p, c) => expect(Math.abs(p - theirs[i * 3 + c]!)).toBeLessThan(1e-5));
    }

    const parts = await session.store.objects.get(linkDigest(loaded.task.parts));
    const validation = irises.rows
      .map((_, i) => i)
      .filter((i) => parts[i] === PART_CODE.validation);
    const right = validation.filter((i) => {
      const p = theirs.slice(i * 3, i * 3 + 3);
      return p.indexOf(Math.max(...p)) === irises.labels[i];
    });
    const accuracy = loaded.evaluation!.metrics.find(({ name }) => name === 'accuracy')!;
    expect(loaded.evaluation!.rows).toBe(validation.length);
    expect(accuracy.value).toBeCloseTo(right.length / validation.length, 12);
  });

  it('keeps the files as they came, named by the recipe', async () => {
    const { session } = place;
    const [row] = await session.store.find('models', 'name', 'theirs');
    const { recipe } = (await loadModel(session, row!.id))!;
    if (recipe.format !== 'loam.recipe/3') throw new Error(recipe.format);
    expect(recipe.model.files.map(({ name }) => name)).toEqual(['model.json', 'weights.bin']);
    for (const [i, { object }] of recipe.model.files.entries()) {
      expect(await session.store.objects.get(linkDigest(object))).toEqual(model.files[i]!.bytes);
    }
    expect(recipe.model.inputs).toEqual(
      names.map((column, i) => ({ input: `input ${i + 1}`, column })),
    );
  });

  it('cannot be made again, and says why', async () => {
    const [row] = await place.session.store.find('models', 'name', 'theirs');
    const made = madeBy((await loadModel(place.session, row!.id))!);
    expect(made).toEqual({
      obstacle: 'It came in the file model.json, which holds what was learnt and not how.',
    });
  });

  it('is the same run when it comes again, and the next version of its name', async () => {
    const { session } = place;
    const runs = await session.store.count('runs');
    const request = { files: filesOf(model), task: species, columns: names, answers: SPECIES };
    const again = await importModel(session, { ...request, name: 'theirs', note: '' });
    expect(await session.store.count('runs')).toBe(runs);
    expect(await session.store.get('models', again.model)).toMatchObject({
      name: 'theirs',
      version: 2,
    });
  });

  it('answers the classes in whatever order the file has them', async () => {
    const turned = denseModel(
      [
        [1, 2, 0],
        [0, 1, 0],
        [-1, 0, 2],
        [0, 0, 1],
      ],
      [0.5, 0, -1],
      'softmax',
    );
    const saved = await savedModel(turned, 'turned.json');
    const answers = ['virginica', 'setosa', 'versicolor'];
    const request = {
      files: filesOf(saved),
      task: species,
      columns: names,
      answers,
      name: 'turned',
      note: '',
    };
    const { model: id } = await importModel(place.session, request);
    const { predictor, manifest } = (await loadModel(place.session, id))!;
    expect(manifest.classes).toEqual(SPECIES);
    const theirs = saved.predict(irises.rows);
    for (const [i, row] of irises.rows.entries()) {
      const cells = Object.fromEntries(names.map((name, c) => [name, row[c]!]));
      const { probabilities } = await predictor.predictCells(cells);
      answers.forEach((label, c) =>
        expect(Math.abs(probabilities![SPECIES.indexOf(label)]! - theirs[i * 3 + c]!)).toBeLessThan(
          1e-5,
        ),
      );
    }
  });

  it('answers cells of a notebook, explains itself, and is not made again there either', async () => {
    const { loam } = place;
    const named = await loam.model('theirs@1');
    const row = Object.fromEntries(names.map((name, c) => [name, irises.rows[0]![c]!]));
    expect((await loam.predict(named, row)).answer).toBe('setosa');
    const { parts } = await loam.explain(named, row);
    expect(parts.map(({ input }) => input)).toEqual(names);
    await expect(loam.reproduce(named)).rejects.toThrow('holds what was learnt and not how');
  });

  it('leaves in every format that layers have, and comes back without its file', async () => {
    const [row] = await place.session.store.find('models', 'name', 'turned');
    const input = exportInputOf((await loadModel(place.session, row!.id))!);
    for (const [format, write] of Object.entries(ECOSYSTEM_FORMATS)) {
      expect((await write(input)).size, format).toBeGreaterThan(0);
    }
    const huggingFace = await ECOSYSTEM_FORMATS.huggingface(input);
    expect(new TextDecoder().decode(huggingFace.get('README.md'))).toContain(
      'Made elsewhere, taken from turned.json',
    );

    const { cardLink, objects } = modelParts(input);
    const contents = gather(cardLink, new Map(objects.map(({ digest, bytes }) => [digest, bytes])));
    checkShapes(contents);
    checkGolden(contents);
    const elsewhere = await notebookPlace();
    const [id] = await restoreModels(elsewhere.session, [contents]);
    const restored = (await loadModel(elsewhere.session, id!))!;
    expect(restored.recipe).toEqual(input.recipe);
    expect(madeBy(restored)).toHaveProperty('obstacle');
    elsewhere.close();
  });

  it('can be tried on validation with nothing kept', async () => {
    const before = await everything();
    const feed = { task: species, columns: names, answers: SPECIES };
    const evaluation = await tryImport(place.session, filesOf(model), feed);
    expect(evaluation.part).toBe('validation');
    expect(await everything()).toBe(before);
    const reversed = await tryImport(place.session, filesOf(model), {
      ...feed,
      answers: SPECIES.toReversed(),
    });
    const accuracy = (of: typeof evaluation) =>
      of.metrics.find(({ name }) => name === 'accuracy')!.value!;
    expect(accuracy(reversed)).toBeLessThan(accuracy(evaluation));
  });

  const refusals: [string, () => Promise<Parameters<typeof importModel>[1]>, string, RegExp][] = [
    [
      'a column that feeds two inputs',
      async () => ({
        files: filesOf(model),
        task: species,
        columns: [names[0]!, names[0]!, names[2]!, names[3]!],
        answers: SPECIES,
        name: 'x',
        note: '',
      }),
      'columns-differ',
      /two inputs/,
    ],
    [
      'the target as an input',
      async () => {
        const saved = await savedModel(denseModel([[1], [1], [1], [1]], [0], 'linear'));
        return {
          files: filesOf(saved),
          task: length,
          columns: names,
          answers: null,
          name: 'x',
          note: '',
        };
      },
      'columns-differ',
      /is the target/,
    ],
    [
      'classes where the task asks for a number',
      async () => ({
        files: filesOf(model),
        task: length,
        columns: names,
        answers: null,
        name: 'x',
        note: '',
      }),
      'columns-differ',
      /one of 3 classes, the task asks for a number/,
    ],
    [
      'a column of texts where the file wants numbers',
      async () => {
        const saved = await savedModel(denseModel([[1], [1], [1], [1]], [0], 'linear'));
        return {
          files: filesOf(saved),
          task: length,
          columns: ['species', ...names.slice(0, 3)],
          answers: null,
          name: 'x',
          note: '',
        };
      },
      'columns-differ',
      /wants numbers/,
    ],
    [
      'a class that is named twice',
      async () => ({
        files: filesOf(model),
        task: species,
        columns: names,
        answers: ['setosa', 'setosa', 'virginica'],
        name: 'x',
        note: '',
      }),
      'columns-differ',
      /another class/,
    ],
    [
      'more classes than the task has',
      async () => {
        const saved = await savedModel(
          denseModel(
            [
              [1, 1, 1, 1],
              [1, 1, 1, 1],
              [1, 1, 1, 1],
              [1, 1, 1, 1],
            ],
            [0, 0, 0, 0],
            'softmax',
          ),
        );
        return {
          files: filesOf(saved),
          task: species,
          columns: names,
          answers: SPECIES,
          name: 'x',
          note: '',
        };
      },
      'columns-differ',
      /knows 4 classes, the task has 3/,
    ],
    [
      'weights without what they belong to',
      async () => ({
        files: filesOf(model).slice(1),
        task: species,
        columns: names,
        answers: SPECIES,
        name: 'x',
        note: '',
      }),
      'model-unreadable',
      /model\.json/,
    ],
    [
      'a model whose weights are cut off',
      async () => {
        const [json, weights] = filesOf(model);
        const cut = new File([weights!.slice(0, 40)], 'weights.bin');
        return {
          files: [json!, cut],
          task: species,
          columns: names,
          answers: SPECIES,
          name: 'x',
          note: '',
        };
      },
      'model-unreadable',
      /40 bytes/,
    ],
  ];
  it.each(refusals)('is refused with %s, and nothing is kept', async (_, request, code, reason) => {
    const before = await everything();
    const error: unknown = await importModel(place.session, await request()).catch(
      (e: unknown) => e,
    );
    if (!isLoamError(error)) throw error;
    expect(error.code).toBe(code);
    expect(error.facts.reason).toMatch(reason);
    expect(await everything()).toBe(before);
  });

  it('can be cancelled, and then nothing is kept', async () => {
    const before = await everything();
    const abort = new AbortController();
    abort.abort();
    const request = {
      files: filesOf(model),
      task: species,
      columns: names,
      answers: SPECIES,
      name: 'x',
      note: '',
    };
    const error: unknown = await importModel(place.session, request, {
      signal: abort.signal,
    }).catch((e: unknown) => e);
    expect(isLoamError(error, 'cancelled')).toBe(true);
    expect(await everything()).toBe(before);
  });

  it('of one output stands for either of two classes, as the person says', async () => {
    await place.add(
      'two',
      `x,y,z\n${Array.from({ length: 80 }, (_, i) => `${i},${(i * 7) % 13},${i > 40 ? 'up' : 'down'}`).join('\n')}\n`,
    );
    const { loam, session } = place;
    await loam.train(
      loam.task(await loam.data('two'), { predict: 'z', positive: 'up' }),
      loam.model.baseline(),
    );
    const task = (await session.store.list('tasks')).find(({ target }) => target === 'z')!;
    const saved = await savedModel(denseModel([[0.5], [0.01]], [-20], 'sigmoid'));
    const probability = async (answers: string[]) => {
      const request = {
        files: filesOf(saved),
        task,
        columns: ['x', 'y'],
        answers,
        name: answers.join(),
        note: '',
      };
      const { model: id } = await importModel(session, request);
      const { predictor, evaluation } = (await loadModel(session, id))!;
      const { probabilities } = await predictor.predictCells({ x: 44, y: 3 });
      const [down, up] = probabilities!;
      return {
        down: down!,
        up: up!,
        auc: evaluation!.metrics.find(({ name }) => name === 'roc_auc')!.value!,
      };
    };
    const [theirs] = saved.predict([[44, 3]]);
    const straight = await probability(['down', 'up']);
    expect(Math.abs(straight.up - theirs!)).toBeLessThan(1e-6);
    const turned = await probability(['up', 'down']);
    expect(Math.abs(turned.down - theirs!)).toBeLessThan(1e-6);
    expect([straight.auc, turned.auc]).toEqual([1, 0]);
  });
});
