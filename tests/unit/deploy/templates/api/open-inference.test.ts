import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePredictor } from '../../../../../src/ml/predict/predictor';
import { apiInProcess } from '../../../../support/api/api-in-process';
import {
  DATATYPES,
  fittingRequests,
  wideJson,
  WHOLE,
  type FittingRequest,
  type Tensor,
} from '../../../../support/api/inference-requests';
import { someData } from '../../../../support/bundle-of';
import { pageInputOf } from '../../../../support/page-input';

const RUNS = 500;
const json = { 'content-type': 'application/json' };

interface InferenceAnswer {
  model_name: string;
  model_version: string;
  id?: string;
  outputs: { name: string; shape: number[]; datatype: string; data: unknown[] }[];
}

describe.each([11, 2, 3])(
  'the Open Inference Protocol, over the model of seed %i',
  async (seed) => {
    const input = pageInputOf({ ...someData(seed), template: '', name: 'a model' });
    const { manifest, preprocessing, weights } = input.model;
    const { app } = await apiInProcess([input]);
    const { classes } = manifest;
    const names = classes ? ['label', 'probabilities'] : ['value'];
    const requests = fittingRequests(manifest.inputs, names);
    const infer = (payload: string) =>
      app.inject({ method: 'POST', url: '/v2/models/a%20model/infer', headers: json, payload });

    it('takes every request that fits without loss, and answers it as the app does, bit for bit', async () => {
      const predictor = makePredictor(manifest, preprocessing, weights);
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(requests, async ({ inputs, rows, outputs, id, nested }) => {
          inputs.forEach(({ datatype }) => seen.add(datatype));
          nested.forEach((each) => seen.add(each ? 'nested' : 'flat'));
          const response = await infer(
            wideJson({ id: id ?? undefined, inputs, outputs: outputs ?? undefined }),
          );
          expect([response.statusCode, response.body]).toEqual([200, expect.anything()]);
          const answer = response.json<InferenceAnswer>();
          const wanted = rows.map((row) => predictor.predictCells(row));
          const all = classes
            ? [
                {
                  name: 'label',
                  datatype: 'BYTES',
                  shape: [rows.length],
                  data: wanted.map((each) => each.answer),
                },
                {
                  name: 'probabilities',
                  datatype: 'FP64',
                  shape: [rows.length, classes.length],
                  data: wanted.flatMap((each) => each.probabilities!),
                },
              ]
            : [
                {
                  name: 'value',
                  datatype: 'FP64',
                  shape: [rows.length],
                  data: wanted.map((each) => each.answer),
                },
              ];
          const asked = outputs?.map(({ name }) => name) ?? names;
          expect(answer).toEqual({
            model_name: 'a model',
            model_version: '1',
            ...(id === null ? {} : { id }),
            parameters: { problems: expect.any(Number) as number, runtime: 'loam' },
            outputs: all.filter(({ name }) => asked.includes(name)),
          });
        }),
        { numRuns: RUNS },
      );
      expect([...seen].sort()).toEqual([...DATATYPES, 'flat', 'nested'].sort());
    });

    type Spoil = (request: FittingRequest, tensor: Tensor) => unknown;
    const isNumeric = ({ name }: Tensor) =>
      ['number', 'integer', 'datetime'].includes(
        manifest.inputs.find((each) => each.name === name)!.type,
      );
    const wrongElement: Record<string, unknown> = {
      BOOL: 1,
      ...Object.fromEntries(WHOLE.map((datatype) => [datatype, 0.5])),
      FP16: 1e6,
      FP32: 1e300,
      FP64: 'one',
      BYTES: 12,
    };
    const withData = (tensor: Tensor, data: unknown[], datatype = tensor.datatype) =>
      Object.assign(tensor, { data, datatype, shape: [data.length] });
    const spoilers: Record<string, Spoil> = {
      'inputs are no list': () => ({ inputs: {} }),
      'there are no inputs': () => ({}),
      'an input is left out': ({ inputs }) => ({ inputs: inputs.slice(1) }),
      'an input is there twice': ({ inputs }) => ({ inputs: [...inputs, inputs[0]] }),
      'an input is unknown': ({ inputs }, tensor) => ({
        inputs: [...inputs, { ...tensor, name: 'no such input' }],
      }),
      'a datatype is unknown': ({ inputs }, tensor) => (
        Object.assign(tensor, { datatype: 'FP128' }),
        { inputs }
      ),
      'a datatype is written small': ({ inputs }, tensor) => (
        Object.assign(tensor, { datatype: tensor.datatype.toLowerCase() }),
        { inputs }
      ),
      'a shape is left out': ({ inputs }, tensor) => (
        Object.assign(tensor, { shape: undefined }),
        { inputs }
      ),
      'a shape is negative': ({ inputs }, tensor) => (
        Object.assign(tensor, { shape: [-1] }),
        { inputs }
      ),
      'a shape has another width': ({ inputs }, tensor) => (
        Object.assign(tensor, { shape: [tensor.data.length, 2] }),
        { inputs }
      ),
      'there is one element more than the shape says': ({ inputs }, tensor) => (
        tensor.data.push(0),
        { inputs }
      ),
      'one tensor has more rows': ({ inputs }, tensor) => (
        withData(tensor, Array<string>(9).fill(''), 'BYTES'),
        { inputs }
      ),
      'data is nested too deep': ({ inputs }, tensor) => (
        Object.assign(tensor, { data: [[[0]]], shape: [1, 1] }),
        { inputs }
      ),
      'data is no list': ({ inputs }, tensor) => (
        Object.assign(tensor, { data: 'abc' }),
        { inputs }
      ),
      'an element is of another datatype': ({ inputs }, tensor) => (
        withData(tensor, [wrongElement[tensor.datatype]]),
        { inputs }
      ),
      'an element is null': ({ inputs }, tensor) => (withData(tensor, [null]), { inputs }),
      'a whole number is past its range': ({ inputs }, tensor) => (
        withData(tensor, [2n ** 64n], 'UINT64'),
        { inputs }
      ),
      'a number would be rounded': ({ inputs }) => {
        withData(inputs.find(isNumeric)!, [2n ** 53n + 1n], 'INT64');
        return { inputs };
      },
      'an output is unknown': ({ inputs }) => ({ inputs, outputs: [{ name: 'no such output' }] }),
      'outputs are no list': ({ inputs }) => ({ inputs, outputs: 'label' }),
      'the id is no text': ({ inputs }) => ({ inputs, id: 7 }),
      'parameters are a list': ({ inputs }) => ({ inputs, parameters: [] }),
      'the binary extension is asked for': ({ inputs }, tensor) => (
        Object.assign(tensor, { parameters: { binary_data_size: 8 } }),
        { inputs }
      ),
    };

    it.each(Object.keys(spoilers))('refuses a request with its reason where %s', async (name) => {
      await fc.assert(
        fc.asyncProperty(requests, fc.nat(), async (request, at) => {
          const tensor = request.inputs[at % request.inputs.length]!;
          const response = await infer(wideJson(spoilers[name]!(request, tensor)));
          expect([response.statusCode, response.body]).toEqual([400, expect.anything()]);
          const { error } = response.json<{ error: string }>();
          expect(Object.keys(response.json())).toEqual(['error']);
          expect(error).toMatch(/^[^\n]{8,400}$/);
        }),
        { numRuns: 25 },
      );
    });

    it('answers what the protocol asks of a server and of a model', async () => {
      const get = async (url: string) => {
        const response = await app.inject(url);
        return [response.statusCode, response.json<unknown>()];
      };
      expect(await get('/v2')).toEqual([200, { name: 'loam', version: '2', extensions: [] }]);
      expect(await get('/v2/health/live')).toEqual([200, { live: true }]);
      expect(await get('/v2/health/ready')).toEqual([200, { ready: true }]);
      const [status, metadata] = await get('/v2/models/a%20model');
      expect(status).toBe(200);
      expect(metadata).toMatchObject({ name: 'a model', versions: ['1'] });
      expect(await get('/v2/models/a%20model/versions/1')).toEqual([200, metadata]);
      expect(await get('/v2/models/a%20model/ready')).toEqual([
        200,
        { name: 'a model', ready: true },
      ]);
      for (const url of ['/v2/models/other', '/v2/models/a%20model/versions/9', '/v2/nothing']) {
        expect(await get(url)).toEqual([404, { error: expect.any(String) as string }]);
      }
      const wrong = await app.inject({ method: 'GET', url: '/v2/models/a%20model/infer' });
      expect([wrong.statusCode, wrong.headers.allow]).toEqual([405, 'POST']);
    });
  },
);
