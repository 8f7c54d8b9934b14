import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { LoamError } from '../../../../src/core/errors';
import { guessTask, type GuessOptions } from '../../../../src/core/task/guess-task';
import { profileOf } from '../../../support/profile-of';
import { seeded } from '../../../support/seeded';
import { tableOf, type ColumnSpec } from '../../../support/table-of';

const ROWS = 600;

function guess(columns: Record<string, ColumnSpec>, options?: GuessOptions) {
  const table = tableOf(columns);
  return guessTask(table, profileOf(table), options);
}

function many<T>(make: (i: number) => T, rows = ROWS): T[] {
  return Array.from({ length: rows }, (_, i) => make(i));
}

/** Two honest features, and yes for about a fifth of rows. */
function honest(seed = 1) {
  const random = seeded(seed);
  const age = many(() => Math.round(40 + 10 * random.normal()));
  const plan = many(() => random.pick(['basic', 'plus', 'family']));
  const left = many((i) => (age[i]! / 10 - 5.2 + random.normal() > 0 ? 'yes' : 'no'));
  return { random, age, plan, left };
}

const roleOf = (g: ReturnType<typeof guess>, column: string) =>
  g.roles.find((r) => r.column === column)?.role;

describe('the guess', () => {
  test('says in one sentence what to predict, from what, and what gives the answer away', () => {
    const { age, plan, left } = honest();
    const form = left.map((l, i): Cell =>
      l === 'yes' && i % 30 !== 0 ? (i % 2 ? 'web' : 'phone') : null,
    );
    const g = guess({ id: many((i) => `K${i}`), age, plan, left, form });
    const share = Math.round((left.filter((l) => l === 'yes').length / ROWS) * 100);
    expect(g.sentence).toBe(
      `Predict left = yes from 2 columns; ${share} % are yes; form gives the answer away, left out`,
    );
    expect(g.classes).toEqual(['no', 'yes']);
    expect(g.positive).toBe('yes');
    expect(g.roles.map((r) => r.role)).toEqual(['id', 'feature', 'feature', 'target', 'ignore']);
    expect(g.findings[0]).toMatchObject({ type: 'leak', column: 'form' });
  });

  test('prefers a column that is named like an answer, else the last that can be learnt, never an id', () => {
    const { age, plan, left } = honest();
    const id = many((i) => i + 1);
    expect(guess({ left, age, plan }).target).toBe('left');
    expect(guess({ a: age, b: plan, c: left, row_id: id }).target).toBe('c');
    expect(guess({ y: left, a: age, b: plan }).target).toBe('y');
    expect(guess({ x: age, y: many((i) => i % 7), z: many((i) => i % 9) }).target).toBe('z');
  });

  test('is overridden by a target and a positive class from the caller', () => {
    const { age, plan, left } = honest();
    const g = guess({ age, plan, left }, { target: 'plan' });
    expect([g.target, g.kind]).toEqual(['plan', 'multiclass']);
    expect(guess({ age, plan, left }, { target: 'left', positive: 'no' }).classes).toEqual([
      'yes',
      'no',
    ]);
  });

  test('takes numbers for classes only where they are few, whole, and each often there', () => {
    const x = many((i) => (i * 7919) % 601);
    const kind = (target: Cell[]) => guess({ x, answer: target }, { target: 'answer' }).kind;
    expect(kind(many((i) => i % 2))).toBe('binary');
    expect(kind(many((i) => i % 10))).toBe('multiclass');
    expect(kind(many((i) => i % 28))).toBe('regression');
    expect(kind(many((i) => (i % 8) + 0.5))).toBe('regression');
    expect(guess({ x, amount: many((i) => i % 9) }, { target: 'amount' }).kind).toBe('regression');
  });

  test('chooses the metric from how rare the positives, or how uneven the classes, are', () => {
    const x = many((i) => (i * 7919) % 601);
    const metric = (target: Cell[]) => guess({ x, target }).metric;
    expect(metric(many((i) => (i % 20 ? 'no' : 'yes')))).toBe('average_precision');
    expect(metric(many((i) => (i % 3 ? 'no' : 'yes')))).toBe('roc_auc');
    expect(metric(many((i) => 'abc'[i % 3]!))).toBe('accuracy');
    expect(metric(many((i) => (i % 10 ? 'a' : 'bc'[(i / 10) % 2]!)))).toBe('f1_macro');
    expect(metric(x)).toBe('rmse');
  });

  test.each([
    [['good', 'bad'], 'bad'],
    [['benign', 'malignant'], 'malignant'],
    [['no-recurrence', 'recurrence'], 'recurrence'],
    [['<=50K', '>50K'], '>50K'],
    [['0', '1'], '1'],
    [['-1', '1'], '1'],
    [['alive', 'dead'], 'dead'],
    [['non-smoker', 'smoker'], 'smoker'],
  ])('takes of %j %s as positive, however frequent each is', (labels, positive) => {
    const x = many((i) => (i * 7919) % 601);
    for (const third of [0, 1]) {
      const target = many((i) => labels[i % 3 === 0 ? third : 1 - third]!);
      expect(guess({ x, target }, { target: 'target' }).positive).toBe(positive);
    }
  });

  test('takes the rarer class where the words say nothing', () => {
    const x = many((i) => (i * 7919) % 601);
    expect(guess({ x, target: many((i) => (i % 3 ? 1 : 2)) }).positive).toBe('2');
    expect(guess({ x, target: many((i) => (i % 3 ? 'B' : 'A')) }).positive).toBe('A');
  });
});

describe('roles', () => {
  test('leave out what cannot help, each with its reason', () => {
    const { random, age, left } = honest();
    const words = ['late', 'router', 'called', 'again', 'about', 'invoice', 'moving', 'house'];
    const g = guess({
      customerID: many((i) => 10_000 + ((i * 7919) % 6007)),
      same: many(() => 'x'),
      none: { schema: { name: 'none', type: 'category' }, values: many(() => null) },
      note: many(() => Array.from({ length: 6 }, () => random.pick(words)).join(' ')),
      street: many((i) => `Street ${i % 450}`),
      age,
      left,
    });
    expect(g.roles.map((r) => [r.column, r.role])).toEqual([
      ['customerID', 'id'],
      ['same', 'ignore'],
      ['none', 'ignore'],
      ['note', 'ignore'],
      ['street', 'ignore'],
      ['age', 'feature'],
      ['left', 'target'],
    ]);
    expect(g.findings.map((f) => f.type)).toEqual([
      'identifier',
      'constant',
      'constant',
      'free-text',
      'many-categories',
    ]);
  });

  test('group rows by an id that repeats', () => {
    const { age, left } = honest();
    const g = guess({ patient_id: many((i) => 100 + (i % 120)), age, left });
    expect(roleOf(g, 'patient_id')).toBe('group');
  });

  test('set a date aside as time where its name says so and other columns remain', () => {
    const { random, age, plan, left } = honest();
    const day = (name: string): ColumnSpec => ({
      schema: { name, type: 'datetime', precision: 'day' },
      values: many(() => 86_400_000 * Math.floor(20_000 + 300 * random.uniform())),
    });
    const g = guess({
      observed_date: day('observed_date'),
      birth_date: day('birth_date'),
      age,
      plan,
      left,
    });
    expect([roleOf(g, 'observed_date'), roleOf(g, 'birth_date')]).toEqual(['time', 'feature']);
  });

  test('keep the only column as a feature, and split a time series by time', () => {
    const random = seeded(3);
    const date: ColumnSpec = {
      schema: { name: 'date', type: 'datetime', precision: 'day' },
      values: many((i) => 86_400_000 * i),
    };
    const g = guess({ date, celsius: many((i) => (i % 365) / 10 + random.normal()) });
    expect([g.target, g.kind, g.by, roleOf(g, 'date')]).toEqual([
      'celsius',
      'regression',
      'time',
      'feature',
    ]);
  });
});

describe('leaks', () => {
  const leaks = (columns: Record<string, ColumnSpec>, options?: GuessOptions) =>
    guess(columns, options)
      .findings.filter((f) => f.type === 'leak')
      .map((f) => f.column);

  test('are found in a renamed copy, a flag that is true for the positives only, and a date they alone have', () => {
    const { age, plan, left } = honest();
    const found = leaks({
      age,
      plan,
      copy: left.map((l) => (l === 'yes' ? 'gone' : 'here')),
      code: left.map((l) => (l === 'yes' ? 3 : 1)),
      flag: left.map((l, i) => l === 'yes' && i % 40 !== 0),
      ended: {
        schema: { name: 'ended', type: 'datetime', precision: 'day' },
        values: left.map((l, i) => (l === 'yes' ? 86_400_000 * i : null)),
      },
      last_seen: left.map((l, i) => (l === 'yes' ? null : i % 97)),
      left,
    });
    expect(found).toEqual(['copy', 'code', 'flag', 'ended', 'last_seen']);
  });

  test('are not strong but honest measurements', () => {
    const random = seeded(11);
    const kind = many((i) => ['one', 'two', 'three'][i % 3]!, 150);
    const centre = { one: 0, two: 4, three: 6.2 } as Record<string, number>;
    const petal = kind.map((k) => Math.round((centre[k]! + 0.45 * random.normal()) * 10) / 10);
    const apart = kind.map((k) => Math.round((k === 'one' ? 2 : 8 + random.normal()) * 10) / 10);
    expect(leaks({ petal, apart, kind }, { target: 'kind' })).toEqual([]);
    const sick = many((i) => (i % 3 ? 'no' : 'yes'));
    const radius = sick.map((s) => (s === 'yes' ? 21 : 13) + 2.2 * random.normal());
    const smell = sick.map((s) =>
      s === 'yes' ? random.pick(['foul', 'foul', 'none']) : random.pick(['none', 'sweet']),
    );
    expect(leaks({ radius, smell, sick })).toEqual([]);
  });

  test('are not columns that are merely missing more often for one class', () => {
    const { random, age, left } = honest();
    const income = left.map((l) =>
      random.uniform() < (l === 'yes' ? 0.5 : 0.1) ? null : random.normal(),
    );
    expect(leaks({ age, income, left })).toEqual([]);
  });

  test('of a number are the same number in other units, not a good predictor of it', () => {
    const random = seeded(5);
    const price = many(() => Math.round(1000 * Math.exp(random.normal())));
    const columns = {
      cents: price.map((p) => p * 100 + 7),
      inverse: price.map((p) => 1 / p),
      area: price.map((p) => p * (1 + 0.12 * random.normal())),
      price,
    };
    expect(leaks(columns)).toEqual(['cents', 'inverse']);
  });
});

describe('a target that cannot be learnt is refused', () => {
  const age = many((i) => i % 50);
  const refused = (target: ColumnSpec) => {
    try {
      guess({ age, target }, { target: 'target' });
    } catch (error) {
      return error instanceof LoamError ? error.code : error;
    }
    return 'accepted';
  };

  test('where it is absent, empty, constant, or nearly all classes', () => {
    expect(() => guess({ age, left: age }, { target: 'gone' })).toThrow(
      new LoamError('target-missing', { target: 'gone' }),
    );
    const schema = { name: 'target', type: 'category' } as const;
    expect(refused({ schema, values: many(() => null) })).toBe('target-missing');
    expect(refused(many(() => 'same'))).toBe('target-constant');
    expect(refused(many(() => 7))).toBe('target-constant');
    expect(refused(many((i) => `c${i % 400}`))).toBe('target-too-many-classes');
    expect(refused(many((i) => `c${i % 40}`))).toBe('accepted');
  });

  test('and nothing is guessed where every column is constant', () => {
    expect(() => guess({ a: many(() => 1), b: many(() => 'x') })).toThrow(
      new LoamError('target-constant', { target: 'b' }),
    );
  });
});
