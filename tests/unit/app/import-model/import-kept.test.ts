/** Files that Loam has no words for, taken in as models that ONNX Runtime computes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerReasons } from '../../../../src/app/answer-reasons.svelte';
import { prepareExport } from '../../../../src/app/commands/export-model';
import { describeModelFiles, tryImport } from '../../../../src/app/commands/import-model';
import { loadModel } from '../../../../src/app/commands/load-model';
import { restoreBundle } from '../../../../src/app/commands/restore-bundle';
import { madeBy } from '../../../../src/app/commands/run-making';
import { digestOf, linkDigest } from '../../../../src/core/hash/digest';
import type { ExportKind } from '../../../../src/core/log/export-kinds';
import { bytesOf, fileOf, irisFeedOf, irisPlace, keptIrisModel } from '../../../support/kept-iris';
import { sampleLines, type NotebookPlace } from '../../../support/notebook-place';

const FOLDER = 'tests/golden/onnx/kept';

let place: NotebookPlace;

beforeAll(async () => {
  place = await irisPlace();
}, 60_000);
afterAll(() => place.close());

const irisFeed = () => irisFeedOf(place);
const takenIn = (name: string) => keptIrisModel(place, name);

const refusal = (action: Promise<unknown>) =>
  action.then(
    () => null,
    (error: unknown) => error,
  );

describe('an ONNX file that Loam has no words for', () => {
  it('is described with the reason, and as what ONNX Runtime computes', async () => {
    const summary = await describeModelFiles(place.session, [fileOf('svc')]);
    expect(summary).toMatchObject({
      format: 'onnx',
      network: 'onnx',
      kept: 'the operator SVMClassifier',
      kind: 'multiclass',
      classes: ['setosa', 'versicolor', 'virginica'],
      softmaxAdded: false,
      label: 'beside',
    });
    expect(summary.inputs).toHaveLength(4);
  });

  it('becomes a version that is judged as Python judged it, its file the weights', async () => {
    const model = await takenIn('svc');
    const { manifest, weights, run, evaluation } = model;
    expect(manifest.network.type).toBe('onnx');
    expect(digestOf(weights!)).toBe(digestOf(new Uint8Array(bytesOf('svc'))));
    expect(run!.row.outcome).toMatchObject({ weightHash: linkDigest(manifest.weights!) });
    expect(run!.row.engine!.why).toContain('ONNX Runtime');
    expect(evaluation!.metrics.find(({ name }) => name === 'accuracy')!.value).toBeGreaterThan(0.9);
    expect(madeBy(model)).toHaveProperty('obstacle');

    const { accuracy } = JSON.parse(readFileSync(join(FOLDER, 'svc.json'), 'utf8')) as {
      accuracy: number;
    };
    const lines = sampleLines('iris.csv', 150).trim().split('\n').slice(1);
    let right = 0;
    for (const line of lines) {
      const cells = line.split(',');
      const row = Object.fromEntries(manifest.inputs.map(({ name }, i) => [name, cells[i]!]));
      if ((await model.predictor.predictCells(row)).answer === cells[4]) right++;
    }
    expect(right / lines.length).toBeCloseTo(accuracy, 12);
  });

  it('scores a file, gives its reasons and is asked from a notebook', async () => {
    const model = await takenIn('svc');
    const { session, loam } = place;
    const row = { ...Object.fromEntries(model.manifest.inputs.map(({ name }) => [name, 2])) };
    const asked = await model.predictor.predictCells(row);
    const reasons = new AnswerReasons(model);
    await reasons.ask(row, asked.answer);
    const { reason } = reasons;
    const sum = reason!.contributions.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(reason!.answer - reason!.typical, 6);

    const scored = await session.workers.analyst.call('scoreFile', {
      workspace: session.id,
      model: model.row.model,
      file: new Blob([sampleLines('iris.csv', 150)]),
      name: 'iris.csv',
    });
    expect(scored.rows).toBe(150);
    const said = await loam.predict(await loam.model('svc'), await loam.data('iris'));
    expect(said).toBeDefined();
  });

  it('is tried again with other columns, and nothing of that is kept', async () => {
    const { task, classes, columns } = await irisFeed();
    const before = (await place.session.store.list('models')).length;
    const feed = { task, columns: columns.toReversed(), answers: classes };
    const turned = await tryImport(place.session, [fileOf('residual')], feed);
    const straight = await tryImport(place.session, [fileOf('residual')], { ...feed, columns });
    const lossOf = ({ metrics }: typeof turned) =>
      metrics.find(({ name }) => name === 'log_loss')!.value!;
    expect(lossOf(turned)).toBeGreaterThan(lossOf(straight));
    expect(await place.session.store.list('models')).toHaveLength(before);
  });

  it('leaves as its own file and as an API package, which comes back as the same model', async () => {
    const model = await takenIn('svc');
    const { session } = place;
    const onnx = await prepareExport(session, 'onnx', [model]);
    expect(onnx.sha256).toBe(digestOf(new Uint8Array(bytesOf('svc'))));
    const api = await prepareExport(session, 'api', [model]);
    const { ids } = await restoreBundle(session, new Blob([new Uint8Array(api.bytes)]));
    const back = (await loadModel(session, ids[0]!))!;
    expect(back.row.model).toBe(model.row.model);
    expect(back.weights).toEqual(model.weights);
  });

  it.each<ExportKind>([
    'page',
    'page-folder',
    'module',
    'scorer',
    'tfjs',
    'safetensors',
    'mlflow',
    'huggingface',
  ])('is refused as %s by name, with what to take instead', async (kind) => {
    const model = await takenIn('svc');
    const error = await refusal(prepareExport(place.session, kind, [model]));
    expect(error).toMatchObject({ code: 'export-refused' });
    expect(String((error as { facts: { reason: string } }).facts.reason)).toContain('ONNX file');
  });
});
