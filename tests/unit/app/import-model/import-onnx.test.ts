/** Files of scikit-learn, LightGBM, XGBoost, CatBoost, PyTorch, Keras and tf2onnx, taken in, beside what ONNX Runtime answered to the same rows. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeModelFiles, importModel } from '../../../../src/app/commands/import-model';
import { loadModel, type LoadedModel } from '../../../../src/app/commands/load-model';
import { guessAnswers, guessColumns, feedLines } from '../../../../src/app/model-import-feed';
import type { Cell } from '../../../../src/core/dataset/types';
import { notebookPlace, type NotebookPlace } from '../../../support/notebook-place';

const FOLDER = 'tests/golden/onnx';
const TOLERANCE = 1e-5;
/** Rows of the data: the recorded ones, again and again, told apart by a column that no model asks for. */
const TIMES = 8;

interface Recorded {
  feeds: Record<string, { type: string; shape: number[]; values: (number | string | null)[] }>;
  outputs: Record<string, (number | string)[] | number[][]>;
}

interface Family {
  columns: string[];
  rows: Cell[][];
  /** What ONNX Runtime said of each row. */
  labels: (string | number)[];
  answers: number[][];
}

function familyOf(name: string): Family {
  const { feeds, outputs } = JSON.parse(
    readFileSync(join(FOLDER, `${name}.json`), 'utf8'),
  ) as Recorded;
  const columns: string[] = [];
  const rows: Cell[][] = Array.from({ length: 20 }, () => []);
  for (const [input, { shape, values }] of Object.entries(feeds)) {
    const width = shape[1]!;
    for (let c = 0; c < width; c++) columns.push(width === 1 ? input : `col${c}`);
    rows.forEach((row, r) => row.push(...values.slice(r * width, (r + 1) * width)));
  }
  const [first, second] = Object.values(outputs);
  const answers = (second ?? first) as number[][];
  const answerOf = (row: number[]) => (row.length > 1 ? row.indexOf(Math.max(...row)) : row[0]!);
  const labels = second ? (first as (string | number)[]) : answers.map(answerOf);
  return { columns, rows, labels, answers };
}

let place: NotebookPlace;

beforeAll(async () => {
  place = await notebookPlace();
}, 60_000);
afterAll(() => place.close());

async function takenIn(
  name: string,
  turn: (answers: string[]) => string[] = (answers) => answers,
): Promise<{ family: Family; model: LoadedModel }> {
  const family = familyOf(name);
  const { session, loam } = place;
  const data = `${name}-data`;
  if ((await session.store.find('datasets', 'name', data)).length === 0) {
    const lines = Array.from({ length: TIMES }).flatMap((_, again) =>
      family.rows.map((row, r) =>
        [...row.map((cell) => cell ?? ''), again, family.labels[r]].join(),
      ),
    );
    await place.add(data, [[...family.columns, 'again', 'answer'].join(), ...lines, ''].join('\n'));
    await loam.train(
      loam.task(await loam.data(data), { predict: 'answer' }),
      loam.model.baseline(),
    );
  }
  const [dataset] = await session.store.find('datasets', 'name', data);
  const [task] = await session.store.find('tasks', 'dataset', dataset!.manifest);
  const manifest = await session.json(task!.task, 'loam.task/1');
  const schemas = (await session.json(dataset!.manifest, 'loam.dataset/1')).columns.map(
    ({ schema }) => schema,
  );
  const files = [`${name}.onnx`, `${name}.onnx.data`]
    .map((path) => join(FOLDER, path))
    .filter((path) => existsSync(path))
    .map((path) => new File([readFileSync(path)], basename(path)));
  const summary = await describeModelFiles(session, files);
  const byName = summary.inputs.every(({ name: input }) => family.columns.includes(input));
  const columns = byName
    ? guessColumns(summary.inputs, manifest, schemas).map((column) => column!)
    : family.columns;
  expect(feedLines(summary.inputs, columns, schemas).filter(({ problem }) => problem)).toEqual([]);
  const { answers } = guessAnswers(summary, manifest);
  const { model: id } = await importModel(session, {
    files,
    task: task!,
    columns,
    answers: answers && turn(answers),
    name: data,
    note: '',
  });
  return { family, model: (await loadModel(session, id))! };
}

async function answersOf({
  family,
  model,
}: Awaited<ReturnType<typeof takenIn>>): Promise<number[][]> {
  const given = family.rows.map(async (row) => {
    const cells = Object.fromEntries(family.columns.map((column, c) => [column, row[c]!]));
    const { probabilities, answer } = await model.predictor.predictCells(cells);
    if (!probabilities) return [Number(answer)];
    // Files have their classes in the order of code units; a task of two has the positive one last.
    const { classes } = model.manifest;
    return classes!.toSorted().map((label) => probabilities[classes!.indexOf(label)]!);
  });
  return Promise.all(given);
}

describe('an ONNX file that is taken in', () => {
  it.each([
    'logreg-multi',
    'mlp-multi',
    'pca',
    'rf',
    'gb-multi',
    'tree-ml5',
    'logreg-binary-names',
    'table-logreg',
    'table-rf',
    'table-gb-ordinal',
    'table-mlp',
    'linreg',
    'rf-reg',
    'xgb-poisson',
    'exporters/catboost-names',
    'exporters/catboost-binary',
    'exporters/catboost-number',
    'exporters/dynamo-data',
    'exporters/dynamo-opset25',
    'exporters/keras-softmax',
    'exporters/keras-words',
    'exporters/tf2onnx-layer-norm',
  ])('%s answers as ONNX Runtime does, its classes and columns by name', async (name) => {
    const made = await takenIn(name);
    expect(made.model.recipe.model).toMatchObject({ kind: 'imported', format: 'onnx' });
    const known = Object.keys(made.family.rows).length;
    expect(known).toBe(20);
    (await answersOf(made)).forEach((answers, r) => {
      // A network without an imputer has no answer to a missing value, and Loam gives it the median.
      if (made.family.answers[r]!.some((value) => !Number.isFinite(value))) return;
      const theirs = made.family.answers[r]!;
      expect(answers).toHaveLength(theirs.length);
      answers.forEach((value, c) => {
        const scale = Math.max(1, Math.abs(theirs[c]!));
        expect(Math.abs(value - theirs[c]!) / scale).toBeLessThan(TOLERANCE);
      });
    });
    expect(made.model.evaluation).not.toBeNull();
  });

  it.each(['rf', 'gb-multi', 'logreg-multi', 'xgb-binary', 'rf-binary', 'logreg-binary-names'])(
    '%s answers the same to turned classes, for the other ones',
    async (name) => {
      const straight = await answersOf(await takenIn(name));
      const turned = await answersOf(await takenIn(name, (answers) => answers.toReversed()));
      straight.forEach((answers, r) => {
        answers.toReversed().forEach((value, c) => {
          expect(Math.abs(turned[r]![c]! - value)).toBeLessThan(1e-6);
        });
      });
    },
  );

  it('says which operator it is that Loam has no words for', async () => {
    const files = [new File([readFileSync(join(FOLDER, 'refused/svc.onnx'))], 'svc.onnx')];
    expect(await describeModelFiles(place.session, files)).toMatchObject({
      name: 'svc.onnx',
      network: 'onnx',
      kept: 'the operator SVMClassifier',
    });
  });

  it('is refused by the name of its file where it is none', async () => {
    const files = [new File(['no model'], 'svc.onnx')];
    await expect(describeModelFiles(place.session, files)).rejects.toMatchObject({
      code: 'model-unreadable',
      facts: { name: 'svc.onnx' },
    });
  });
});
