import { describe, expect, it } from 'vitest';
import {
  feedingColumns,
  feedLines,
  guessAnswers,
  guessColumns,
  reassigned,
} from '../../../../src/app/model-import-feed';
import type { ColumnSchema } from '../../../../src/core/dataset/types';
import type { Role, TaskManifest } from '../../../../src/core/task/types';
import { feedColumns } from '../../../../src/deploy/foreign/feed-columns';
import { kindProblem } from '../../../../src/deploy/foreign/task-fit';

const schemas: ColumnSchema[] = [
  { name: 'id', type: 'integer' },
  { name: 'left', type: 'boolean', labels: ['no', 'yes'] },
  { name: 'age', type: 'number' },
  { name: 'city', type: 'category' },
  { name: 'blank', type: 'integer' },
  { name: 'paid', type: 'boolean', labels: ['no', 'yes'] },
  { name: 'since', type: 'datetime', precision: 'day' },
];
const roles: Record<string, Role> = {
  id: 'id',
  left: 'target',
  age: 'feature',
  city: 'feature',
  blank: 'ignore',
  paid: 'feature',
  since: 'feature',
};
const task = {
  target: 'left',
  classes: ['no', 'yes'],
  roles: Object.entries(roles).map(([column, role]) => ({ column, role })),
} as TaskManifest;

const input = (name: string, type: 'number' | 'category' = 'number') => ({
  name,
  type,
  categories: null,
});
const inputs = (...names: string[]) => names.map((name) => input(name));

describe('feeding a model made elsewhere', () => {
  it('offers features and what is ignored, never the target or an id', () => {
    const names = feedingColumns(task, schemas).map(({ name }) => name);
    expect(names).toEqual(['age', 'city', 'paid', 'since', 'blank']);
  });

  it('goes by names where the file knows any, else by the order of the columns', () => {
    expect(guessColumns(inputs('paid', 'age', 'left'), task, schemas)).toEqual([
      'paid',
      'age',
      null,
    ]);
    expect(guessColumns(inputs('a', 'b', 'c'), task, schemas)).toEqual(['age', 'city', 'paid']);
    expect(guessColumns(inputs('a', 'b', 'c', 'd', 'e', 'f'), task, schemas)).toEqual([
      'age',
      'city',
      'blank',
      'paid',
      'since',
      null,
    ]);
  });

  it('says of each input what is wrong with its column', () => {
    const wanted = [...inputs('a', 'b', 'c', 'd', 'e'), input('f', 'category')];
    const columns = ['age', 'city', 'paid', null, 'since', 'age'];
    expect(feedLines(wanted, columns, schemas).map(({ problem }) => problem)).toEqual([
      'it feeds another input, too',
      'it holds categories, the model wants numbers',
      null,
      'no column is chosen',
      'it holds dates, the model wants numbers',
      'it feeds another input, too',
    ]);
  });

  it('takes yes and no as 1 and 0 where the file wants a number', () => {
    const step = {
      column: 'x',
      step: 'numeric',
      transform: 'none',
      fill: null,
      indicator: false,
      offset: 2,
      scale: 4,
    } as const;
    const preprocessing = { format: 'loam.preprocessing/1' as const, steps: [step], width: 1 };
    expect(feedColumns({ inputs: inputs('x'), preprocessing }, ['paid'], schemas)).toEqual([
      { column: 'paid', step: 'ordinal', order: ['no', 'yes'], fill: NaN, offset: 2, scale: 4 },
    ]);
  });

  it('matches classes by label, else by place, and a choice swaps two', () => {
    expect(guessAnswers({ classes: ['yes', 'no'] }, task)).toEqual({
      answers: ['yes', 'no'],
      byLabel: true,
    });
    expect(guessAnswers({ classes: ['0', '1'] }, task)).toEqual({
      answers: ['no', 'yes'],
      byLabel: false,
    });
    expect(guessAnswers({ classes: null }, { classes: null })).toEqual({
      answers: null,
      byLabel: false,
    });
    expect(reassigned(['a', 'b', 'c'], 0, 'c')).toEqual(['c', 'b', 'a']);
    expect(reassigned(['a', 'b', 'c'], 1, 'b')).toEqual(['a', 'b', 'c']);
  });

  it('fits a task that asks what the file answers, and no other', () => {
    const two = { kind: 'binary', classes: ['no', 'yes'] } as const;
    const three = { kind: 'multiclass', classes: ['a', 'b', 'c'] } as const;
    const number = { kind: 'regression', classes: null } as const;
    const file = (kind: 'binary' | 'multiclass' | 'regression', outputs: number) =>
      ({ kind, outputs, type: 'layers' }) as const;
    expect(kindProblem(file('binary', 2), two)).toBeNull();
    expect(kindProblem(file('multiclass', 2), two)).toBeNull();
    expect(kindProblem({ ...file('multiclass', 2), type: 'trees' }, two)).toBe(
      'the trees answer each of two classes by itself',
    );
    expect(kindProblem(file('multiclass', 3), three)).toBeNull();
    expect(kindProblem(file('multiclass', 4), three)).toBe(
      'the model knows 4 classes, the task has 3',
    );
    expect(kindProblem(file('regression', 1), number)).toBeNull();
    expect(kindProblem(file('regression', 1), two)).toBe(
      'the model answers a number, the task asks for one of 2 classes',
    );
    expect(kindProblem(file('binary', 2), number)).toBe(
      'the model answers one of 2 classes, the task asks for a number',
    );
  });
});
