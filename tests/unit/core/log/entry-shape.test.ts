import { describe, expect, it } from 'vitest';
import { linkTo } from '../../../../src/core/hash/digest';
import { makeEntry } from '../../../../src/core/log/entry';
import { parseEntry } from '../../../../src/core/log/entry-shape';
import type { Operation } from '../../../../src/core/log/types';
import { compareMakings } from '../../../../src/core/reproduce/compare';
import { environmentHere, making, THERE } from '../../../support/making';
import { spoilt } from '../../../support/spoilt';

const L = linkTo('a'.repeat(64));
const OUTCOMES = [
  {
    type: 'finished',
    model: L,
    curves: L,
    weightHash: 'b'.repeat(64),
    epochs: 3,
    bestEpoch: 1,
    stoppedEarly: false,
  },
  {
    type: 'finished',
    model: L,
    curves: L,
    weightHash: null,
    epochs: 3,
    bestEpoch: 3,
    stoppedEarly: false,
    outOfFold: L,
  },
  { type: 'cancelled', model: null, curves: null, epochs: 0 },
  { type: 'failed', code: 'loss-not-finite', message: 'm', curves: L, epochs: 2 },
] as const;
const ENDED = {
  type: 'run-ended',
  run: 'r',
  seconds: 0.5,
  engine: { backend: 'wasm', why: 'w', measured: [{ backend: 'wasm', msPerStep: 1.5 }] },
  environment: { loam: '1', tfjs: '4', userAgent: 'u', adapter: null },
} as const;
const OPS: Operation[] = [
  { type: 'workspace-named', name: 'w' },
  {
    type: 'dataset-saved',
    name: 'd',
    manifest: L,
    profile: L,
    rows: 1,
    columns: 1,
    bytes: 1,
    source: { name: 'a', bytes: 1, sha256: 'c'.repeat(64), reading: 'CSV' },
    parent: null,
    note: '',
  },
  {
    type: 'task-saved',
    task: L,
    name: 't',
    dataset: L,
    kind: 'regression',
    target: 'y',
    sentence: 's',
  },
  { type: 'run-started', run: 'r', name: 'n', recipe: L, task: L, model: 'MLP', note: '' },
  {
    type: 'run-started',
    run: 'r',
    name: 'n',
    recipe: L,
    task: L,
    model: 'MLP',
    note: '',
    code: 'e'.repeat(64),
  },
  ...OUTCOMES.map((outcome): Operation => ({
    ...ENDED,
    engine: { ...ENDED.engine, measured: [...ENDED.engine.measured] },
    outcome,
  })),
  {
    ...ENDED,
    engine: { ...ENDED.engine, measured: [...ENDED.engine.measured] },
    outcome: OUTCOMES[1],
    environment: environmentHere,
    resumed: [
      { epoch: 3, step: 7 },
      { epoch: 0, step: 0, folds: 2 },
    ],
  },
  {
    type: 'reproduced',
    model: 'm',
    run: 'r',
    proof: compareMakings(making(), making()),
    source: { type: 'retrained', environment: environmentHere, seconds: 0.5 },
  },
  {
    type: 'reproduced',
    model: 'm',
    run: 'r',
    proof: compareMakings(making(), making({ bits: 'b'.repeat(64), device: THERE })),
    source: { type: 'claim', claim: 'f'.repeat(64), loam: '1' },
  },
  {
    type: 'evaluated',
    run: 'r',
    part: 'test',
    evaluation: L,
    metric: 'roc_auc',
    value: null,
    low: null,
    high: 0.5,
  },
  { type: 'test-opened', run: 'r', task: L, reason: 'x' },
  { type: 'model-saved', name: 'm', model: L, run: null, recipe: L, note: '' },
  { type: 'model-restored', name: 'm', model: L, recipe: L, task: L, card: L, note: '' },
  { type: 'exported', model: L, kind: 'page', sha256: 'd'.repeat(64), bytes: 3 },
  { type: 'notebook-saved', notebook: 'n', title: 't' },
  { type: 'notebook-version', notebook: 'n', text: L, name: '' },
  { type: 'notebook-version', notebook: 'n', text: L, name: '', modules: [L] },
  { type: 'results-kept', notebook: 'n', results: L },
  {
    type: 'module-saved',
    name: 'stats',
    code: L,
    source: L,
    bytes: 3,
    exports: ['mean'],
    imports: ['other'],
  },
  { type: 'noted', subject: 'run:r', note: 'n' },
  { type: 'removed', subject: 'run:r' },
  { type: 'restored', subject: 'run:r' },
];

const entryOf = (op: unknown) => makeEntry(null, 1, 'ann', op as Operation);

describe('an entry from elsewhere', () => {
  it('is taken when it has the shape of one, whatever its operation', () => {
    for (const op of OPS)
      expect(parseEntry(entryOf(op)), op.type).toEqual({ ok: true, entry: entryOf(op) });
  });

  it('is refused with any field of another kind, missing, or too many', () => {
    let tried = 0;
    for (const op of OPS) {
      for (const { value, how } of spoilt(entryOf(op))) {
        // Who did it may be any text.
        if (how.startsWith('.by is the word')) continue;
        // That is how it was recorded before there were notebooks, modules, or folds.
        const earlier =
          (op.type === 'run-ended' && how === '.op.outcome lacks outOfFold') ||
          (op.type === 'run-ended' && how === '.op.resumed.1 lacks folds') ||
          (op.type === 'run-started' && how === '.op lacks code') ||
          (op.type === 'notebook-version' && how === '.op lacks modules');
        if (earlier) expect(parseEntry(value).ok).toBe(true);
        if (earlier) continue;
        expect(parseEntry(value).ok, `${op.type}: ${how}`).toBe(false);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(400);
  });

  it('is told apart as newer by its format or its operation', () => {
    const entry = entryOf(OPS[0]);
    expect(parseEntry({ ...entry, format: 'loam.entry/2' })).toEqual({
      ok: false,
      reason: 'newer',
    });
    expect(parseEntry({ ...entry, format: 'loam.entry/12' })).toEqual({
      ok: false,
      reason: 'newer',
    });
    expect(parseEntry({ ...entry, op: { type: 'approved' } })).toEqual({
      ok: false,
      reason: 'newer',
    });
    for (const op of [{ type: 'constructor' }, { type: 7 }, null, 'x'])
      expect(parseEntry({ ...entry, op }).ok).toBe(false);
    for (const not of [null, 7, 'x', [], { format: 'loam.entry/1' }]) {
      expect(parseEntry(not)).toEqual({ ok: false, reason: 'malformed' });
    }
  });
});
