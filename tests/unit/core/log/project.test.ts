import { describe, expect, it } from 'vitest';
import { linkTo } from '../../../../src/core/hash/digest';
import { toEnvironment } from '../../../../src/core/log/environment';
import { makeEntry } from '../../../../src/core/log/entry';
import { namedLinks } from '../../../../src/core/log/named-links';
import { project } from '../../../../src/core/log/project';
import { reduce } from '../../../../src/core/log/reduce';
import { parseSubject } from '../../../../src/core/log/subjects';
import type { LogEntry, Operation } from '../../../../src/core/log/types';
import { compareMakings } from '../../../../src/core/reproduce/compare';
import { environmentHere, making, THERE } from '../../../support/making';

const link = (digit: string) => linkTo(digit.repeat(64));
const SOURCE = { name: 'a.csv', bytes: 3, sha256: '0'.repeat(64), reading: 'CSV' };
const ENGINE = { backend: 'cpu' as const, why: 'only one', measured: [] };
const ENVIRONMENT = { loam: '0.1.0', tfjs: '4.22.0', userAgent: 'test', adapter: null };

const dataset = (name: string): Operation => ({
  type: 'dataset-saved',
  name,
  manifest: link('1'),
  profile: link('2'),
  rows: 3,
  columns: 2,
  bytes: 9,
  source: SOURCE,
  parent: null,
  note: 'first',
});
const run = (id: string): Operation => ({
  type: 'run-started',
  run: id,
  name: `name of ${id}`,
  recipe: link('3'),
  task: link('4'),
  model: 'MLP',
  note: '',
});
const ended = (id: string): Operation => ({
  type: 'run-ended',
  run: id,
  engine: ENGINE,
  environment: ENVIRONMENT,
  seconds: 2.5,
  outcome: {
    type: 'finished',
    model: link('5'),
    curves: link('6'),
    weightHash: null,
    epochs: 3,
    bestEpoch: 2,
    stoppedEarly: true,
  },
});
const modelSaved: Operation = {
  type: 'model-saved',
  name: 'm',
  model: link('5'),
  run: 'r1',
  recipe: link('3'),
  note: '',
};
const evaluated = (
  id: string,
  part: 'train' | 'validation' | 'test',
  value: number,
): Operation => ({
  type: 'evaluated',
  run: id,
  part,
  evaluation: link('7'),
  metric: 'accuracy',
  value,
  low: 0.1,
  high: 0.9,
});

function log(...ops: Operation[]): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const op of ops)
    entries.push(makeEntry(entries.at(-1) ?? null, 1000 + entries.length, 'ann', op));
  return entries;
}

function tables(...ops: Operation[]) {
  const { tables: all } = reduce(log(...ops));
  const rows = <T>(placed: Map<string, { row: T; removed: boolean }>) =>
    [...placed.values()].filter(({ removed }) => !removed).map(({ row }) => row);
  return {
    datasets: rows(all.datasets),
    tasks: rows(all.tasks),
    runs: rows(all.runs),
    models: rows(all.models),
    openings: rows(all.openings),
    exports: rows(all.exports),
    notebooks: rows(all.notebooks),
    notebookVersions: rows(all.notebookVersions),
    modules: rows(all.modules),
  };
}

describe('the projection of a log', () => {
  it('turns each operation into its row', () => {
    const task: Operation = {
      type: 'task-saved',
      task: link('4'),
      name: 't',
      dataset: link('1'),
      kind: 'binary',
      target: 'y',
      sentence: 'Predict y',
    };
    const model: Operation = {
      type: 'model-saved',
      name: 'm',
      model: link('5'),
      run: 'r1',
      recipe: link('3'),
      note: 'good',
    };
    const opened: Operation = { type: 'test-opened', run: 'r1', task: link('4'), reason: 'final' };
    const exported: Operation = {
      type: 'exported',
      model: link('5'),
      kind: 'page',
      sha256: 'f'.repeat(64),
      bytes: 7,
    };
    const ops = [dataset('d'), task, run('r1'), model, opened, exported];
    const ids = log(...ops).map(({ id }) => id);
    expect(tables(...ops)).toEqual({
      datasets: [
        {
          id: ids[0],
          at: 1000,
          by: 'ann',
          note: 'first',
          name: 'd',
          version: 1,
          manifest: link('1'),
          profile: link('2'),
          rows: 3,
          columns: 2,
          bytes: 9,
          source: SOURCE,
          parent: null,
        },
      ],
      tasks: [
        {
          id: ids[1],
          at: 1001,
          by: 'ann',
          note: '',
          name: 't',
          task: link('4'),
          dataset: link('1'),
          kind: 'binary',
          target: 'y',
          sentence: 'Predict y',
        },
      ],
      runs: [
        {
          id: 'r1',
          at: 1002,
          by: 'ann',
          note: '',
          name: 'name of r1',
          recipe: link('3'),
          task: link('4'),
          model: 'MLP',
          code: null,
          status: 'running',
          outcome: null,
          engine: null,
          environment: null,
          seconds: null,
          resumed: [],
          validation: null,
          test: null,
        },
      ],
      models: [
        {
          id: ids[3],
          at: 1003,
          by: 'ann',
          note: 'good',
          name: 'm',
          version: 1,
          model: link('5'),
          run: 'r1',
          recipe: link('3'),
          card: null,
          again: null,
          elsewhere: null,
        },
      ],
      openings: [
        { id: ids[4], at: 1004, by: 'ann', note: '', run: 'r1', task: link('4'), reason: 'final' },
      ],
      exports: [
        {
          id: ids[5],
          at: 1005,
          by: 'ann',
          note: '',
          model: link('5'),
          kind: 'page',
          sha256: 'f'.repeat(64),
          bytes: 7,
        },
      ],
      notebooks: [],
      notebookVersions: [],
      modules: [],
    });
  });

  it('lists a notebook once, under its last title, with each of its versions', () => {
    const saved = (title: string): Operation => ({ type: 'notebook-saved', notebook: 'n', title });
    const version = (notebook: string, name: string): Operation => ({
      type: 'notebook-version',
      notebook,
      text: link('8'),
      name,
    });
    const ops = [
      saved('one'),
      version('n', ''),
      saved('two'),
      version('other', ''),
      version('n', 'v'),
    ];
    const ids = log(...ops).map(({ id }) => id);
    const { notebooks, notebookVersions } = tables(...ops);
    expect(notebooks).toEqual([
      {
        id: 'n',
        at: 1000,
        by: 'ann',
        note: '',
        title: 'two',
        versions: 2,
        changed: 1004,
        results: null,
      },
    ]);
    const row = { by: 'ann', note: '', text: link('8'), modules: [] };
    expect(notebookVersions).toEqual([
      { ...row, id: ids[1], at: 1001, notebook: 'n', name: '', version: 1 },
      { ...row, id: ids[3], at: 1003, notebook: 'other', name: '', version: 1 },
      { ...row, id: ids[4], at: 1004, notebook: 'n', name: 'v', version: 2 },
    ]);
    const removed: Operation = { type: 'removed', subject: 'notebook:n' };
    const restored: Operation = { type: 'restored', subject: 'notebook:n' };
    expect(tables(...ops, removed).notebooks).toEqual([]);
    expect(tables(...ops, removed, restored).notebooks).toEqual(notebooks);
    const named = (...all: Operation[]) =>
      namedLinks(log(...all)).map((each) => [each.link, each.removed]);
    expect(named(saved('one'), version('n', ''))).toEqual([[link('8'), false]]);
    expect(named(saved('one'), version('n', ''), removed)).toEqual([[link('8'), true]]);
  });

  it('lists each version of a module, and keeps what notebooks pin when a module is removed', () => {
    const saved = (name: string, digit: string): Operation => ({
      type: 'module-saved',
      name,
      code: link(digit),
      source: link(digit),
      bytes: 9,
      exports: ['mean'],
      imports: [],
    });
    const ops = [saved('stats', '1'), saved('other', '2'), saved('stats', '3')];
    const [first] = log(...ops);
    expect(tables(...ops).modules.map(({ name, version, code }) => [name, version, code])).toEqual([
      ['stats', 1, link('1')],
      ['other', 1, link('2')],
      ['stats', 2, link('3')],
    ]);
    const version: Operation = {
      type: 'notebook-version',
      notebook: 'n',
      text: link('8'),
      name: '',
      modules: [link('1')],
    };
    const removed: Operation = { type: 'removed', subject: `module:${first!.id}` };
    const named = namedLinks(log(...ops, version, removed));
    expect(named.find((each) => each.link === link('1'))?.removed).toBe(false);
    expect(tables(...ops, version).notebookVersions[0]?.modules).toEqual([link('1')]);
    const without = namedLinks(log(...ops, removed));
    expect(without.find((each) => each.link === link('1'))?.removed).toBe(true);
  });

  it('names only the last results of each notebook', () => {
    const saved = (notebook: string): Operation => ({
      type: 'notebook-saved',
      notebook,
      title: notebook,
    });
    const kept = (notebook: string, digit: string): Operation => ({
      type: 'results-kept',
      notebook,
      results: link(digit),
    });
    const ops = [saved('a'), saved('b'), kept('a', '1'), kept('b', '2'), kept('a', '3')];
    expect(tables(...ops).notebooks.map(({ results }) => results)).toEqual([link('3'), link('2')]);
    const named = (...all: Operation[]) =>
      namedLinks(log(...all)).map((each) => [each.link, each.removed]);
    expect(named(...ops)).toEqual([
      [link('2'), false],
      [link('3'), false],
    ]);
    const removed: Operation = { type: 'removed', subject: 'notebook:a' };
    expect(named(...ops, removed)).toEqual([
      [link('2'), false],
      [link('3'), true],
    ]);
  });

  it('keeps which code a run came from, where its entry says so', () => {
    const code = 'c'.repeat(64);
    const { runs } = tables(run('r1'), { ...run('r2'), code } as Operation);
    expect(runs.map((row) => row.code)).toEqual([null, code]);
  });

  it('ends a run and keeps its scores on validation and test, the last of each', () => {
    const { runs } = tables(
      run('r1'),
      run('r2'),
      ended('r1'),
      evaluated('r1', 'validation', 0.5),
      evaluated('r1', 'test', 0.6),
      evaluated('r1', 'train', 1),
      evaluated('r1', 'validation', 0.7),
    );
    expect(runs[0]).toMatchObject({
      status: 'finished',
      seconds: 2.5,
      engine: ENGINE,
      environment: toEnvironment(ENVIRONMENT),
      resumed: [],
      outcome: { type: 'finished', bestEpoch: 2 },
      validation: {
        part: 'validation',
        metric: 'accuracy',
        value: 0.7,
        low: 0.1,
        high: 0.9,
        evaluation: link('7'),
      },
      test: { part: 'test', value: 0.6 },
    });
    expect(runs[1]).toMatchObject({ status: 'running', validation: null });
  });

  it('ignores what is said of an unknown run, and a second start of a known one', () => {
    expect(tables(ended('ghost'), evaluated('ghost', 'test', 1)).runs).toEqual([]);
    const { runs } = tables(run('r1'), ended('r1'), run('r1'));
    expect(runs).toHaveLength(1);
    expect(runs[0]!.status).toBe('finished');
  });

  it('makes an identical save a second record, with the next version of its name', () => {
    const { datasets } = tables(dataset('d'), dataset('d'), dataset('other'), dataset('d'));
    expect(datasets.map(({ name, version }) => [name, version])).toEqual([
      ['d', 1],
      ['d', 2],
      ['other', 1],
      ['d', 3],
    ]);
    expect(new Set(datasets.map(({ id }) => id)).size).toBe(4);
  });

  it('notes, removes and restores subjects, and never gives a version number twice', () => {
    const [first] = log(dataset('d'));
    const subject = `dataset:${first!.id}`;
    const removed: Operation = { type: 'removed', subject };
    const noted: Operation = { type: 'noted', subject, note: 'new' };
    expect(tables(dataset('d'), noted).datasets[0]!.note).toBe('new');
    expect(tables(dataset('d'), removed).datasets).toEqual([]);
    expect(
      tables(dataset('d'), removed, dataset('d')).datasets.map(({ version }) => version),
    ).toEqual([2]);
    const back = tables(dataset('d'), removed, noted, { type: 'restored', subject });
    expect(back.datasets.map(({ version, note }) => [version, note])).toEqual([[1, 'new']]);
  });

  it('ignores notes and removals of what is no subject', () => {
    for (const subject of [
      '',
      'run',
      'run:',
      ':r1',
      'thing:r1',
      'constructor:r1',
      'runs:r1',
      'run:r2',
    ]) {
      const { runs } = tables(
        run('r1'),
        { type: 'noted', subject, note: 'x' },
        { type: 'removed', subject },
      );
      expect(
        runs.map(({ note }) => note),
        subject,
      ).toEqual(['']);
    }
    expect(parseSubject('run:a:b')).toEqual({ table: 'runs', id: 'a:b' });
  });

  it('keeps the last time that a model was made again, and the last claim, one beside the other', () => {
    const [, saved] = log(run('r1'), modelSaved);
    const here = compareMakings(making(), making());
    const claimed = compareMakings(making(), making({ device: THERE }));
    const source = { type: 'retrained', environment: environmentHere, seconds: 1 } as const;
    const claim = { type: 'claim', claim: 'f'.repeat(64), loam: '1' } as const;
    const about = { type: 'reproduced', model: saved!.id, run: 'r1' } as const;
    const { models } = tables(
      run('r1'),
      modelSaved,
      { ...about, proof: { ...here, tolerance: 0.5 }, source },
      { ...about, proof: claimed, source: claim },
      { ...about, proof: here, source },
      { ...about, model: 'unknown', proof: claimed, source: claim },
    );
    expect(models).toMatchObject([
      {
        again: { at: 1004, by: 'ann', proof: here, source },
        elsewhere: { at: 1003, proof: claimed, source: claim },
      },
    ]);
  });

  it('keeps what a run says of its environment and of its interruptions', () => {
    const resumed = [{ epoch: 2, step: 5 }];
    const fields = { environment: environmentHere, resumed };
    const { runs } = tables(run('r1'), { ...ended('r1'), ...fields } as Operation);
    expect(runs).toMatchObject([fields]);
  });

  it('asks for versions under the name that is saved, and only then', () => {
    const asked: string[] = [];
    const versionOf = (table: string, name: string) => {
      asked.push(`${table} ${name}`);
      return 41;
    };
    for (const entry of log(dataset('d'), run('r'), { type: 'workspace-named', name: 'w' }))
      project(entry, versionOf);
    expect(asked).toEqual(['datasets d']);
    expect(project(log(dataset('d'))[0]!, versionOf)).toMatchObject([{ row: { version: 42 } }]);
  });
});

describe('what a log names', () => {
  it('is each object once, with the first entry that names it', () => {
    const named = namedLinks(log(dataset('d'), dataset('e'), run('r')));
    expect(named.map(({ link: each, entry }) => [each, entry.seq])).toEqual([
      [link('1'), 1],
      [link('2'), 1],
      [link('3'), 3],
      [link('4'), 3],
    ]);
  });

  it('has the compiled engine of a run, and of its making again', () => {
    const { module } = environmentHere;
    const about = { ...ended('r'), environment: environmentHere, resumed: [] } as Operation;
    const again: Operation = {
      type: 'reproduced',
      model: 'm',
      run: 'r',
      proof: compareMakings(making(), making()),
      source: { type: 'retrained', environment: environmentHere, seconds: 1 },
    };
    for (const op of [about, again]) {
      expect(namedLinks(log(op)).map((each) => each.link)).toContain(module);
    }
    expect(namedLinks(log(ended('r'))).map((each) => each.link)).toEqual([link('5'), link('6')]);
  });

  it('tells what only removed subjects name', () => {
    const gone: Operation = { type: 'removed', subject: 'run:r' };
    const opened: Operation = { type: 'test-opened', run: 'r', task: link('4'), reason: 'x' };
    const removed = (...ops: Operation[]) =>
      namedLinks(log(...ops))
        .filter((each) => each.removed)
        .map((each) => each.link);
    expect(removed(run('r'), ended('r'), gone)).toEqual([
      link('3'),
      link('4'),
      link('5'),
      link('6'),
    ]);
    expect(removed(run('r'), ended('r'), opened, gone)).toEqual([link('3'), link('5'), link('6')]);
    expect(removed(run('r'), run('s'), gone)).toEqual([]);
    expect(removed(run('r'), gone, { type: 'restored', subject: 'run:r' })).toEqual([]);
  });
});
