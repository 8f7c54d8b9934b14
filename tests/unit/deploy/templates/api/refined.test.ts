/** Calibrated probabilities, intervals and sets through the API server: fields, tensors and what is said of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskKind } from '../../../../../src/core/task/types';
import { openApi } from '../../../../../src/deploy/api/open-api';
import { answerRow } from '../../../../../src/deploy/runtime/answer-rows';
import { makePredictor } from '../../../../../src/ml/predict/predictor';
import { apiInProcess } from '../../../../support/api/api-in-process';
import { askedRows } from '../../../../support/asked-rows';
import { pageInputOf } from '../../../../support/page-input';
import { randomData } from '../../../../support/page-tables';
import { calibratorsOf, refined } from '../../../../support/refined';

const json = { 'content-type': 'application/json' };
const dataOf = (kind: TaskKind) =>
  fc.sample(
    randomData.filter((data) => data.kind === kind),
    { numRuns: 1, seed: 17 },
  )[0]!;

const BESIDE = { regression: ['low', 'high'], binary: ['set'], multiclass: ['set'] };

describe.each(['regression', 'binary', 'multiclass'] as const)(
  'a server of a refined model: %s',
  async (kind) => {
    const plain = pageInputOf({ ...dataOf(kind), template: '', name: 'm' });
    const calibrator = calibratorsOf(kind).at(-1)!;
    const input = refined(plain, { calibrator, isConformal: true });
    const { manifest, preprocessing, weights } = input.model;
    const predictor = makePredictor(manifest, preprocessing, weights);
    const { app } = await apiInProcess([input]);
    // What cannot be read is refused by the protocol, not answered.
    const rows = askedRows(input, 50).map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [name, cell === 'what is this' ? null : cell]),
      ),
    );

    it('answers /predict with the bits of the app, and the fields that its description names', async () => {
      const response = await app.inject({
        method: 'POST',
        url: '/predict',
        headers: json,
        payload: JSON.stringify(rows),
      });
      const { answers } = response.json<{ answers: Record<string, unknown>[] }>();
      expect(answers).toEqual(rows.map((row) => answerRow(predictor, manifest, row)));
      const { Answer } = openApi([input], 'loam').components.schemas;
      expect(Object.keys(answers[0]!)).toEqual(Answer.required);
      expect(Answer.required).toEqual(['answer', 'probabilities', ...BESIDE[kind], 'problems']);
    });

    it('has them as outputs of the Open Inference Protocol, as its metadata says', async () => {
      const tensors = manifest.inputs.map(({ name }) => {
        const cells = rows.map((row) => row[name] ?? '');
        return { name, shape: [50], datatype: 'BYTES', data: cells.map(String) };
      });
      const payload = JSON.stringify({ inputs: tensors });
      const url = '/v2/models/m/infer';
      const answer = await app.inject({ method: 'POST', url, headers: json, payload });
      const { outputs } = answer.json<{
        outputs: { name: string; datatype: string; shape: number[]; data: unknown[] }[];
      }>();
      const metadata = (await app.inject({ url: '/v2/models/m' })).json<{
        outputs: { name: string; datatype: string; shape: number[] }[];
      }>();
      const filled = metadata.outputs.map(({ shape, ...each }) => ({
        ...each,
        shape: shape.map((size) => (size < 0 ? 50 : size)),
      }));
      expect(outputs.map(({ data: _, ...each }) => each)).toEqual(filled);
      const found = rows.map((row) =>
        predictor.predictCells(
          Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell ?? '')])),
        ),
      );
      const wanted: Record<string, unknown[]> =
        kind === 'regression'
          ? {
              low: found.map(({ interval }) => interval!.low),
              high: found.map(({ interval }) => interval!.high),
            }
          : { set: found.flatMap(({ set }) => manifest.classes!.map((c) => set!.includes(c))) };
      for (const [name, data] of Object.entries(wanted)) {
        expect(outputs.find((each) => each.name === name)!.data).toEqual(data);
      }
    });

    it('says on its card how often they hold', async () => {
      const { body } = await app.inject({ url: '/', headers: { accept: 'text/html' } });
      expect(body).toContain('holds the truth 9 times in 10');
    });
  },
);
