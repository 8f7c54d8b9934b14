import { describe, expect, it } from 'vitest';
import { pageVerbs } from '../../../../../src/app/notebook/page-live/page-verbs';
import type { VerbCall } from '../../../../../src/kernel/host/types';

const verbs = pageVerbs({ models: [], objects: {} });

function ask(verb: string, args: unknown) {
  const call: VerbCall = { cell: 'c', verb, args, signal: AbortSignal.abort(), progress() {} };
  return verbs(call);
}

describe('the verbs of a page', () => {
  it.each([
    ['data', { ref: 'churn' }],
    ['train', {}],
    ['save-model', { run: 'r', name: 'n', note: '' }],
    ['models', {}],
    ['export', { model: 'm', kind: 'page' }],
    ['constructor', {}],
  ])('refuse %s in plain words', async (verb, args) => {
    await expect(ask(verb, args)).rejects.toMatchObject({
      code: 'argument-invalid',
      facts: { argument: `loam.${verb}`, reason: 'a saved page has no data and trains nothing' },
    });
  });

  it.each([
    ['model', { ref: 'not here' }],
    ['model', { ref: 7 }],
    [
      'predict',
      { with: { model: 'other' }, columns: [{ name: 'a', type: 'number', values: [1] }], rows: 1 },
    ],
    [
      'predict',
      { with: { run: 'r' }, columns: [{ name: 'a', type: 'number', values: [1] }], rows: 1 },
    ],
    ['predict', { with: { model: 'm' }, columns: [], rows: 1e9 }],
    ['predict', null],
  ])('refuse %s of what the page does not carry: %j', async (verb, args) => {
    await expect(ask(verb, args)).rejects.toMatchObject({ code: 'argument-invalid' });
  });
});
