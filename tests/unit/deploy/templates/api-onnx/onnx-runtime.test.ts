/** The server with ONNX Runtime behind it; here as WebAssembly, in a package as onnxruntime-node. */
import * as ort from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../../src/core/dataset/types';
import { rowOf } from '../../../../../src/deploy/model/golden-examples';
import type { ExportInput } from '../../../../../src/deploy/model/types';
import { answerDifference, modelPorts, writeOnnx } from '../../../../../src/deploy/onnx';
import type { OnnxLibrary } from '../../../../../src/deploy/templates/api-onnx/onnx-library';
import { onnxRuntime } from '../../../../../src/deploy/templates/api-onnx/onnx-runtime';
import { makePredictor } from '../../../../../src/ml/predict/predictor';
import { plainPlan } from '../../../../../src/deploy/api';
import { modelParts } from '../../../../../src/deploy/model/model-parts';
import { apiInProcess } from '../../../../support/api/api-in-process';
import { someData } from '../../../../support/bundle-of';
import { pageInputOf } from '../../../../support/page-input';
import { seeded } from '../../../../support/seeded';

ort.env.logLevel = 'error';
ort.env.wasm.numThreads = 1;
const runtime = onnxRuntime(ort as unknown as OnnxLibrary, ['wasm']);

const json = { 'content-type': 'application/json' };

function drawnRows({ model }: ExportInput, count: number): Cell[][] {
  const { uniform, pick } = seeded(5);
  return Array.from({ length: count }, () =>
    model.manifest.inputs.map(({ type, categories, labels }) => {
      if (uniform() < 0.05) return null;
      if (labels) return pick(labels);
      if (categories) return pick([...categories, 'unseen', '']);
      return type === 'datetime' ? Math.floor(uniform() * 1e12) : uniform() * 100 - 20;
    }),
  );
}

interface Answers {
  version: number;
  runtime: string;
  answers: { answer: string | number; probabilities: Record<string, number> | null }[];
}

describe.each([11, 2, 3])('a server on ONNX Runtime, over the model of seed %i', async (seed) => {
  const input = pageInputOf({ ...someData(seed), template: '', name: 'a model' });
  const { manifest, preprocessing, weights } = input.model;
  const predictor = makePredictor(manifest, preprocessing, weights);
  const { app } = await apiInProcess([input], {}, undefined, runtime);
  const ask = async (body: unknown, url = '/predict') =>
    app.inject({ method: 'POST', url, headers: json, payload: JSON.stringify(body) });

  it('answers 1,000 rows within 1e-5 of the app, with the same classes', async () => {
    const rows = drawnRows(input, 1000);
    const { answers, runtime: named } = (
      await ask(rows.map((row) => rowOf(manifest.inputs, row)))
    ).json<Answers>();
    expect(named).toBe('onnxruntime');
    const ports = modelPorts(manifest);
    const differences = answers.flatMap(({ answer, probabilities }, row) => {
      const expected = predictor.predictCells(rowOf(manifest.inputs, rows[row]!));
      const found = probabilities
        ? {
            [ports.label]: [String(answer)],
            [ports.probabilities]: manifest.classes!.map((label) => probabilities[label]!),
          }
        : { [ports.value]: [Number(answer)] };
      const difference = answerDifference(manifest, expected, found, 0);
      return difference === null ? [] : [`row ${row}: ${difference}`];
    });
    expect([answers.length, differences]).toEqual([1000, []]);
  });

  it('answers requests that come together each with its own, and a list of none with none', async () => {
    const rows = drawnRows(input, 30).map((row) => rowOf(manifest.inputs, row));
    const together = (await ask(rows)).json<Answers>();
    const alone = await Promise.all(rows.map((row) => ask(row)));
    expect(alone.map((each) => each.json<Answers['answers'][number]>().answer)).toEqual(
      together.answers.map(({ answer }) => answer),
    );
    expect((await ask([])).json<Answers>().answers).toEqual([]);
  });

  it('says what computed, in its answers, card, metadata and metrics', async () => {
    const card = (await app.inject('/')).json<{ models: { runtime: object }[] }>();
    const { common: version } = ort.env.versions;
    expect(card.models[0]!.runtime).toEqual({ name: 'onnxruntime', version });
    const metadata = await app.inject('/v2/models/a%20model');
    expect(metadata.json()).toMatchObject({ platform: 'onnxruntime_onnx' });
    const columns = manifest.inputs.map(({ name }) => ({
      name,
      shape: [1],
      datatype: 'BYTES',
      data: [''],
    }));
    const inferred = await ask({ inputs: columns }, '/v2/models/a%20model/infer');
    expect(inferred.json()).toMatchObject({ parameters: { runtime: 'onnxruntime' } });
    expect((await app.inject('/metrics')).body).toMatch(
      /^loam_model_info\{.*runtime="onnxruntime",runtime_version="[\d.]+".*\} 1$/m,
    );
    const html = await app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(html.body).toContain(`Computed by onnxruntime ${version}`);
  });
});

describe('what ONNX Runtime is given to run', () => {
  const input = pageInputOf({ ...someData(), template: '', name: 'm' });
  const contents = (of: ExportInput) => {
    const { card, golden } = modelParts(of);
    return { card, golden, model: of.model, recipe: of.recipe, task: of.task, objects: [] };
  };
  const opened = (bytes: Uint8Array | undefined) => runtime.open(contents(input), () => bytes);

  it('is refused where it answers a golden example otherwise, by the example that differs', async () => {
    const other = pageInputOf({ ...someData(), template: '', name: 'm', seed: 2 });
    await expect(opened(writeOnnx(other.model))).rejects.toMatchObject({
      code: 'bundle-damaged',
      facts: { reason: expect.stringMatching(/golden example 1 is answered with/) as string },
    });
  });

  it('is refused where it is not there, or is no ONNX file', async () => {
    await expect(opened(undefined)).rejects.toMatchObject({
      facts: { reason: 'a version has no model.onnx' },
    });
    await expect(opened(new Uint8Array(40))).rejects.toMatchObject({ code: 'bundle-damaged' });
  });
});

describe('a release on ONNX Runtime', () => {
  it('compares a shadow, whose answers come later too', async () => {
    const one = pageInputOf({ ...someData(), template: '', name: 'm' });
    const two = { ...pageInputOf({ ...someData(), template: '', name: 'm', seed: 2 }), version: 2 };
    const plan = { ...plainPlan([1, 2]), shadow: { alias: 'challenger' } };
    const { app } = await apiInProcess([one, two], {}, plan, runtime);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        app.inject({ method: 'POST', url: '/predict', headers: json, payload: '{}' }),
      ),
    );
    expect(new Set(answers.map((each) => each.json<Answers>().version))).toEqual(new Set([1]));
    const counted = async () => {
      const { body } = await app.inject('/metrics');
      const of = (name: string) =>
        Number(new RegExp(`^loam_shadow_${name}_total (\\d+)$`, 'm').exec(body)![1]);
      return { rows: of('rows'), skipped: of('skipped'), failed: of('failed') };
    };
    let counts = await counted();
    for (let turn = 0; turn < 500 && counts.rows + counts.skipped < 40; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      counts = await counted();
    }
    expect(counts.rows).toBeGreaterThan(0);
    expect([counts.rows + counts.skipped, counts.failed]).toEqual([40, 0]);
  });
});

describe('a queue whose answers come later', () => {
  it('keeps its limit while they do, and fails only the requests of a pass that fails', async () => {
    const input = pageInputOf({ ...someData(), template: '', name: 'm' });
    let calls = 0;
    const failing: typeof runtime = {
      ...runtime,
      async open(...given) {
        const predictor = await runtime.open(...given);
        return {
          predictTable: (table) =>
            ++calls === 1
              ? Promise.reject(new Error('the runtime broke'))
              : predictor.predictTable(table),
        };
      },
    };
    const { app, lines } = await apiInProcess([input], { LOAM_QUEUE: '2' }, undefined, failing);
    const ask = () => app.inject({ method: 'POST', url: '/predict', headers: json, payload: '{}' });
    expect((await ask()).statusCode).toBe(500);
    expect(lines.some((line) => line.includes('the runtime broke'))).toBe(true);
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    const of = (status: number) => answers.filter(({ statusCode }) => statusCode === status).length;
    expect(of(503)).toBeGreaterThan(0);
    expect(of(200)).toBeGreaterThanOrEqual(2);
    expect(of(200) + of(503)).toBe(20);
    expect((await ask()).statusCode).toBe(200);
  });
});
