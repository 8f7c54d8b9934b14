import * as aq from 'arquero';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/core/dataset/types';
import { createLoam, shownAs, type Call } from '../../../../src/kernel/library';
import type { DataFacts, VerbTypes } from '../../../../src/kernel/library/verbs';

const ROWS = [
  { name: 'Ada', age: 36, town: 'Ulm', since: new Date('2020-01-02') },
  { name: 'Alan', age: 41, town: 'Bonn', since: null },
  { name: 'Grace', age: null, town: 'Ulm', since: new Date('2019-05-06') },
];

const never: Call = (verb) => Promise.reject(new Error(`${verb} was not to be sent`));
const offline = createLoam(never, { aq: aq as never });
const people = () => offline.data(ROWS);

/** A version of `rows` rows and some number columns: row number times the column's place. */
function saved(rows: number, names: string[]) {
  const pages: VerbTypes['rows']['args'][] = [];
  const facts: DataFacts = {
    id: 'd',
    name: 'many',
    version: 1,
    rows,
    columns: names.map((name) => ({ name, type: 'number', labels: null })),
  };
  const call: Call = (verb, args) => {
    if (verb === 'data') return Promise.resolve(facts);
    const page = args as VerbTypes['rows']['args'];
    pages.push(page);
    const table: Table = {
      rows: page.count,
      columns: page.columns.map((name) => ({
        kind: 'numeric',
        schema: { name, type: 'number' },
        values: Float64Array.from(
          { length: page.count },
          (_, i) => (page.start + i) * (names.indexOf(name) + 1),
        ),
      })),
    };
    return Promise.resolve(table);
  };
  return { pages, loam: createLoam(call, { aq: aq as never }) };
}

describe('a dataset of rows', () => {
  it('knows its columns, their types and its rows at once', async () => {
    const data = await people();
    expect(data.rows).toBe(3);
    expect(data.columns).toEqual([
      { name: 'name', type: 'category', labels: ['Ada', 'Alan', 'Grace'] },
      { name: 'age', type: 'integer', labels: ['36', '41'] },
      { name: 'town', type: 'category', labels: ['Bonn', 'Ulm'] },
      {
        name: 'since',
        type: 'datetime',
        labels: [String(ROWS[0]!.since), String(ROWS[2]!.since)].sort(),
      },
    ]);
  });

  it('never changes: every step answers another one', async () => {
    const data = await people();
    const other = await data
      .where(({ town }) => town === 'Ulm')
      .derive({ twice: (row) => 2 * (row.age as number) });
    expect(await data.toRows()).toEqual(ROWS);
    expect(await other.toRows()).toEqual([
      { ...ROWS[0], twice: 72 },
      { ...ROWS[2], twice: 0 },
    ]);
  });

  it('is not changed through the rows that it handed out', async () => {
    const data = await people();
    (await data.toRows())[0]!.age = 1;
    expect((await data.toRows())[0]!.age).toBe(36);
  });

  it('sorts with missing values last, whichever way', async () => {
    const data = await people();
    expect(await data.sort('age').values('name')).toEqual(['Ada', 'Alan', 'Grace']);
    expect(await data.sort('age', { descending: true }).values('name')).toEqual([
      'Alan',
      'Ada',
      'Grace',
    ]);
    expect(await data.sort(['town', 'since']).values('name')).toEqual(['Alan', 'Grace', 'Ada']);
  });

  it('joins what the other data knows, and keeps rows that it does not know', async () => {
    const towns = await offline.data([{ town: 'Ulm', river: 'Danube' }]);
    const data = await people();
    expect(await data.join(towns, 'town').values('river')).toEqual(['Danube', null, 'Danube']);
    const matched = await data.join(towns, 'town', { keep: 'matched' });
    expect(await matched.values('name')).toEqual(['Ada', 'Grace']);
  });

  it('refuses a join that would repeat rows, or have a column twice', async () => {
    const data = await people();
    const twice = await offline.data([
      { town: 'Ulm', river: 'a' },
      { town: 'Ulm', river: 'b' },
    ]);
    await expect(data.join(twice, 'town').toRows()).rejects.toThrow(
      'more than one row for ["Ulm"]',
    );
    const clash = await offline.data([{ town: 'Ulm', age: 1 }]);
    await expect(data.join(clash, 'town').toRows()).rejects.toThrow('two columns “age”');
  });

  it('rolls up to one row per group, as Arquero does', async () => {
    const data = await people();
    const found = await data.rollup({
      by: 'town',
      people: 'count',
      known: (rows) => rows.filter(({ age }) => age !== null).length,
      age: { mean: 'age' },
      first: { min: 'since' },
      unknown: { missing: 'since' },
    });
    expect(await found.toRows()).toEqual([
      { town: 'Ulm', people: 2, known: 1, age: 36, first: ROWS[2]!.since, unknown: 0 },
      { town: 'Bonn', people: 1, known: 1, age: 41, first: null, unknown: 1 },
    ]);
    const known = ROWS.filter(({ age }) => age !== null);
    const ours = (await offline.data(known)).rollup({ by: 'town', age: { mean: 'age' } });
    const theirs = aq
      .from(known)
      .groupby('town')
      .rollup({ age: aq.op.mean('age') });
    expect(await ours.toRows()).toEqual(theirs.objects());
  });

  it('rolls all rows up to one without a group', async () => {
    const data = await people();
    const found = await data.rollup({
      median: { median: 'age' },
      sum: { sum: 'age' },
      towns: { distinct: 'town' },
    });
    expect(await found.toRows()).toEqual([{ median: 38.5, sum: 77, towns: 2 }]);
  });

  it('is an Arquero table where that is asked for', async () => {
    const table = (await (await people()).select(['name', 'age']).table()) as {
      objects(): unknown;
    };
    expect(table.objects()).toEqual(ROWS.map(({ name, age }) => ({ name, age })));
  });

  it('says what a step that was not awaited met, at the step that is', async () => {
    const data = await people();
    const steps = data
      .where(() => {
        throw new RangeError('odd');
      })
      .head(1);
    await expect(steps.toRows()).rejects.toThrow('odd');
  });
});

describe('a dataset version', () => {
  it('reads no row before a step needs one, and then only those columns and rows', async () => {
    const { loam, pages } = saved(200_000, ['a', 'b']);
    const data = await loam.data('many');
    expect(data.rows).toBe(200_000);
    expect(pages).toEqual([]);
    expect(await data.select('b').head(2).toRows()).toEqual([{ b: 0 }, { b: 2 }]);
    expect(pages).toEqual([{ dataset: 'd', columns: ['b'], start: 0, count: 2 }]);
  });

  it('comes page by page, each column once', async () => {
    const { loam, pages } = saved(100_000, ['a', 'b', 'c', 'd', 'e', 'f']);
    const data = await loam.data('many');
    const rows = await data.where(({ a }) => (a as number) >= 99_999).toRows();
    expect(rows).toEqual([
      { a: 99_999, b: 199_998, c: 299_997, d: 399_996, e: 499_995, f: 599_994 },
    ]);
    expect(pages.map(({ columns, start, count }) => [columns.join(''), start, count])).toEqual([
      ['abcd', 0, 65_536],
      ['abcd', 65_536, 34_464],
      ['ef', 0, 65_536],
      ['ef', 65_536, 34_464],
    ]);
    await data.toRows();
    expect(pages).toHaveLength(4);
  });

  it('says what to do where a cell cannot hold that much', async () => {
    const { loam, pages } = saved(3_000_000, ['a', 'b']);
    const data = await loam.data('many');
    await expect(data.toRows()).rejects.toThrow(
      '“many” has 6,000,000 cells here; a cell can read at most 5,000,000. Take fewer columns with select, or fewer rows with head.',
    );
    expect(pages).toEqual([]);
  });
});

describe('a file', () => {
  it('is read in the cage, by the code that imports files', async () => {
    const file = new File(['name,age,since\nAda,36,2020-01-02\nAlan,,2021-03-04\n'], 'people.csv');
    const data = await offline.data(file);
    expect(await data.toRows()).toEqual([
      { name: 'Ada', age: 36, since: new Date('2020-01-02') },
      { name: 'Alan', age: null, since: new Date('2021-03-04') },
    ]);
  });

  it('that is no table is refused in the words of an import', async () => {
    await expect(offline.data(new File([''], 'none.csv'))).rejects.toThrow('“none.csv” is empty');
  });
});

describe('a dataset that is shown', () => {
  it('is shown as its rows, also where its rows are still to come', async () => {
    const data = await people();
    for (const value of [data, data.head(1)]) {
      const rows = await shownAs(value);
      expect(rows).toEqual(value === data ? await data.toRows() : [(await data.toRows())[0]]);
    }
    expect(shownAs([data])).toBeNull();
  });
});
