import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerRow } from '../../../../../src/deploy/runtime/answer-rows';
import { makePredictor } from '../../../../../src/ml/predict/predictor';
import { apiInProcess } from '../../../../support/api/api-in-process';
import { someData } from '../../../../support/bundle-of';
import { pageInputOf } from '../../../../support/page-input';

const json = { 'content-type': 'application/json' };
const cell = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => (Object.is(v, -0) ? 0 : v)),
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom('red', 'green', 'ja', 'nein', '', '?', '2024-05-06', '1.5', 'ключ', null, true),
  fc.constantFrom([], {}, [1], { a: 1 }),
);

describe.each([11, 2, 3])('/predict, over the model of seed %i', async (seed) => {
  const input = pageInputOf({ ...someData(seed), template: '', name: 'a model' });
  const { manifest, preprocessing, weights } = input.model;
  const predictor = makePredictor(manifest, preprocessing, weights);
  const { app } = await apiInProcess([input]);
  const names = manifest.inputs.map(({ name }) => name);
  const row = fc.dictionary(fc.constantFrom(...names, 'no input'), cell);
  const post = (payload: string, headers: Record<string, string> = json, url = '/predict') =>
    app.inject({ method: 'POST', url, headers, payload });

  it('answers any row, alone or among others, as every artefact does, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        const answers = rows.map((each) => answerRow(predictor, manifest, each));
        const head = { model: 'a model', version: 1, runtime: 'loam' };
        expect((await post(JSON.stringify(rows))).json()).toEqual({ ...head, answers });
        expect((await post(JSON.stringify({ rows }))).json()).toEqual({ ...head, answers });
        // Together, so that they share a pass.
        const alone = await Promise.all(rows.map((each) => post(JSON.stringify(each))));
        expect(alone.map((each) => each.json<unknown>())).toEqual(
          answers.map((each) => ({ ...head, ...each })),
        );
      }),
    );
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['is empty', '', json, 400],
    ['is no JSON', '{"a":', json, 400],
    ['is a number', '7', json, 400],
    ['is a list of numbers', '[1]', json, 400],
    ['is deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, json, 400],
    ['names __proto__', '{"__proto__":{"x":1}}', json, 400],
    ['names constructor.prototype', '{"constructor":{"prototype":{}}}', json, 400],
    ['is no UTF-8', '', { ...json, 'x-bytes': 'ff' }, 400],
    ['is text', '{}', { 'content-type': 'text/plain' }, 415],
    ['is nearly JSON', '{}', { 'content-type': 'application/jsonx' }, 415],
    ['has a tab in its type', '{}', { 'content-type': 'application/json\ta' }, 415],
    ['is of another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['has no type', '{}', {}, 415],
    ['is compressed', '{}', { ...json, 'content-encoding': 'gzip' }, 415],
    ['has too many rows', `[${'{},'.repeat(10_000)}{}]`, json, 413],
  ])('refuses a body that %s', async (_, payload, headers, status) => {
    const response = headers['x-bytes']
      ? await app.inject({
          method: 'POST',
          url: '/predict',
          headers: json,
          payload: Buffer.from([0x22, 0xff, 0x22]),
        })
      : await post(payload, headers);
    expect([response.statusCode, response.json()]).toEqual([
      status,
      { error: expect.stringMatching(/^[^\n]{8,300}$/) as string },
    ]);
  });

  it('takes JSON with a charset of UTF-8, and refuses an unknown version by name', async () => {
    const utf8 = { 'content-type': 'application/json; charset=UTF-8' };
    expect((await post('{}', utf8)).statusCode).toBe(200);
    expect((await post('{}', json, '/predict?version=1')).statusCode).toBe(200);
    expect((await post('{}', json, '/predict?version=champion')).statusCode).toBe(200);
    expect((await post('{}', json, '/predict?version=9')).statusCode).toBe(404);
    expect((await post('{}', json, '/predict?version=__proto__')).statusCode).toBe(404);
  });

  it('counts what it did', async () => {
    const { body } = await app.inject('/metrics');
    expect(body).toMatch(/^loam_requests_total\{route="\/predict",status="200"\} [1-9]\d*$/m);
    expect(body).toMatch(/^loam_errors_total\{class="wrong-type"\} [1-9]\d*$/m);
    expect(body).toMatch(/^loam_drift_rows_total\{version="1"\} [1-9]\d*$/m);
    for (const line of body.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="(\\.|[^"\\])*"(,[a-z_]+="(\\.|[^"\\])*")*\})? (-?[\d.e+-]+|NaN|[+-]Inf))$/,
      );
    }
  });
});

describe('a full queue', async () => {
  const input = pageInputOf({ ...someData(), template: '', name: 'a model' });
  const { app } = await apiInProcess([input], { LOAM_QUEUE: '2' });

  it('answers as many as may wait, and sends the rest away with 503 and when to come again', async () => {
    const asked = Array.from({ length: 40 }, () =>
      app.inject({ method: 'POST', url: '/predict', headers: json, payload: '{}' }),
    );
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ statusCode }) => statusCode === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBe(40 - refused.length);
    expect(answers[0]!.statusCode).toBe(200);
    for (const { headers } of refused) expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
    const next = await app.inject({
      method: 'POST',
      url: '/predict',
      headers: json,
      payload: '{}',
    });
    expect(next.statusCode).toBe(200);
  });
});
