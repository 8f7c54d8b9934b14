import { parse, type CallExpression, type Node } from 'acorn';
import * as aq from 'arquero';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notebookPlace, sampleLines } from '../../../../support/notebook-place';
import { runCell } from '../../../../support/run-cell';
import {
  defaultsOf,
  isVariableName,
  SMART_FORMS,
  toValues,
  writeCode,
  type SmartField,
  type SmartFormName,
} from '../../../../../src/kernel/library/smart';

const FORMS = Object.keys(SMART_FORMS) as SmartFormName[];

const HOSTILE = [
  '"); globalThis.escaped = true; ("',
  "'); alert(1); ('",
  '`${globalThis.escaped = true}`',
  'a\\',
  'a\n// %% [code]\nescaped()',
  '*/ escaped() /*',
  '\u2028escaped()\u2029',
  '</script><script>escaped()</script>',
  '__proto__',
  'constructor',
  '',
  ' ',
];
const words = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 12 }));

/** Any value that the field may hold, and some that it may not. */
function valueOf(field: SmartField): fc.Arbitrary<unknown> {
  const listed =
    'source' in field && field.source?.from === 'list'
      ? fc.constantFrom(...field.source.options.map(({ value }) => value))
      : words;
  switch (field.kind) {
    case 'select':
      return fc.oneof(listed, words);
    case 'choices':
      return fc.oneof(fc.array(listed, { maxLength: 4 }), words);
    case 'text':
      return words;
    case 'number':
      return fc.oneof(fc.double(), fc.nat(100), words);
    case 'checkbox':
      return fc.boolean();
    default:
      throw field satisfies never;
  }
}

const valuesOf = (form: SmartFormName) =>
  fc.record(
    Object.fromEntries(SMART_FORMS[form].fields.map((field) => [field.name, valueOf(field)])),
  );

const parsed = (code: string) =>
  parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: true });

/** Names that the code calls or reads: members by their own name, variables by theirs. */
function namesIn(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const each of node) namesIn(each, found);
  else if (node !== null && typeof node === 'object') {
    const { type, name } = node as Node & { name?: string };
    if (type === 'Identifier') found.add(name!);
    for (const [key, value] of Object.entries(node)) if (key !== 'type') namesIn(value, found);
  }
  return found;
}

/** What the code passes to the library, as plain values. */
async function passed(code: string, declared: string[]): Promise<Record<string, unknown[]>> {
  const calls: Record<string, unknown[]> = {};
  const thing: unknown = new Proxy(() => undefined, {
    get: (_, key) => (key === 'then' ? undefined : thing),
    apply: () => thing,
  });
  const note =
    (name: string) =>
    (...a: unknown[]) => {
      calls[name] = a;
      return thing;
    };
  const loam = {
    ...Object.fromEntries(
      ['data', 'task', 'train', 'evaluate', 'save', 'export'].map((v) => [v, note(v)]),
    ),
    model: new Proxy({}, { get: (_, kind) => () => kind }),
  };
  const names = Object.fromEntries(declared.map((name) => [name, `the ${name}`]));
  await runCell(code, { loam, ...names });
  return calls;
}

describe('a smart form', () => {
  it.each(FORMS)('%s writes code that parses, with its defaults', (form) => {
    expect(() => parsed(writeCode(form, defaultsOf(form)))).not.toThrow();
  });

  it.each(FORMS)(
    '%s writes code that calls nothing but the library, whatever its values',
    (form) => {
      const own = namesIn(parsed(writeCode(form, everything(form))));
      fc.assert(
        fc.property(valuesOf(form), (values) => {
          const code = writeCode(form, values);
          const tree = parsed(code);
          const chosen = Object.values(values).flat();
          for (const name of namesIn(tree)) {
            expect(own.has(name) || chosen.some((each) => String(each).trim() === name), name).toBe(
              true,
            );
          }
          for (const name of callsIn(tree)) expect(own, name).toContain(name);
          expect(code.split('\n').some((line) => line.startsWith('// %%'))).toBe(false);
        }),
      );
    },
  );

  it('writes a study and a comparison as a person would', () => {
    expect(writeCode('study', { models: ['linear', 'trees'], trials: 20, halving: true })).toBe(
      `const study = await loam.study(
  task,
  (q) => q.either([
    loam.model.linear({ l2: q.log(0.00001, 1) }),
    loam.model.trees({ leaves: q.int(4, 64), learningRate: q.log(0.02, 0.3), columnShare: q.float(0.2, 1) }),
  ]),
  { trials: 20, halving: true },
);
study.table()`,
    );
    expect(writeCode('compare', {})).toBe(
      'const sure = await loam.compare(study, ladder);\nsure.says',
    );
  });

  it('writes code that a person would write', () => {
    const task = {
      predict: 'left',
      positive: 'yes',
      id: ['customer'],
      audit: ['region'],
      miss: 400,
      falseAlarm: 25,
    };
    expect(writeCode('data', { dataset: 'churn@2' })).toBe(
      'const data = await loam.data("churn@2");\nawait data.head(10).table()',
    );
    expect(writeCode('task', task)).toBe(
      `const task = loam.task(data, {
  predict: "left",
  positive: "yes",
  id: "customer",
  audit: "region",
  cost: { miss: 400, falseAlarm: 25 },
});`,
    );
    expect(writeCode('train', {})).toBe(
      `const ladder = await loam.train(task, [
  loam.model.baseline(),
  loam.model.linear(),
  loam.model.trees(),
]);
ladder.table()`,
    );
    expect(writeCode('evaluate', { on: 'test', why: 'release 1' })).toBe(
      `const evaluation = await loam.evaluate(ladder, {
  on: "test",
  why: "release 1",
});
evaluation.sentence`,
    );
    expect(writeCode('save', { name: 'churn' })).toBe(
      'const model = await loam.save(ladder, "churn");',
    );
    expect(writeCode('export', {})).toBe('const page = await loam.export(model, "page");');
  });

  it('passes exactly what its fields say', async () => {
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.uniqueArray(words, { maxLength: 3 }),
        words,
        async (text, list, other) => {
          const task = await passed(
            writeCode('task', { predict: text, positive: other, ignore: list, test: 10 }),
            ['data'],
          );
          const ignore = list.length === 1 ? list[0] : list;
          expect(task.task).toEqual([
            'the data',
            {
              predict: text,
              ...(other === '' ? {} : { positive: other }),
              ...(list.length === 0 ? {} : { ignore }),
              parts: { test: 0.1 },
            },
          ]);
          const saved = await passed(writeCode('save', { name: text, note: other }), ['ladder']);
          const note = other.trim();
          expect(saved.save).toEqual(['the ladder', text, ...(note === '' ? [] : [{ note }])]);
          expect((await passed(writeCode('data', { dataset: text }), [])).data).toEqual([text]);
        },
      ),
    );
    const train = writeCode('train', { models: ['trees', 'mlp'], seed: 7, engine: 'exact' });
    expect((await passed(train, ['task'])).train).toEqual([
      'the task',
      ['trees', 'mlp'],
      { seed: 7, engine: 'exact' },
    ]);
  });

  it('takes defaults for what does not fit, and drops what it does not know', () => {
    expect(toValues('train', { models: ['trees', 'gpt'], seed: -1, engine: 3, extra: 1 })).toEqual({
      ...defaultsOf('train'),
      seed: 0,
    });
    const one = defaultsOf('train');
    (one.models as string[]).push('x');
    expect(defaultsOf('train').models).not.toContain('x');
  });

  it.each([
    ['data2', true],
    ['größe', true],
    ['2data', false],
    ['loam', false],
    ['await', false],
    ['a b', false],
    ['a;b', false],
    ['', false],
  ])('has %j as a name of a variable: %s', (name, may) => {
    expect(isVariableName(name)).toBe(may);
    const code = writeCode('export', { as: name });
    expect(code.startsWith(`const ${may ? name : 'page'} =`)).toBe(true);
  });

  it('carries a person who never codes through the whole loop', async () => {
    const place = await notebookPlace();
    await place.add('churn', sampleLines('churn.csv', 400));
    const names: Record<string, unknown> = { loam: place.loam, aq };
    const cell = async (form: SmartFormName, values: Record<string, unknown>) => {
      const { as } = toValues(form, values) as { as: string };
      const code = writeCode(form, values);
      names[as] = await runCell(`${code}${code.endsWith(';') ? '\n' : ';\n'}${as}`, names);
      return names[as];
    };
    await cell('data', { dataset: 'churn@1', columns: ['age', 'left'] });
    await cell('task', { predict: 'left', positive: 'yes', miss: 400, falseAlarm: 25 });
    await cell('train', { models: ['baseline', 'linear'], engine: 'exact' });
    await cell('evaluate', { on: 'test', why: 'release 1' });
    await cell('save', { name: 'churn', note: 'first' });
    const page = await cell('export', {});
    expect(page).toMatchObject({ kind: 'page' });
    expect(place.asked.downloads).toEqual(['churn-1.html']);
    expect(place.asked.presses).toHaveLength(3);
    place.close();
  }, 60_000);
});

/** Values with which the form writes all that it can write. */
function everything(form: SmartFormName): Record<string, unknown> {
  return Object.fromEntries(
    SMART_FORMS[form].fields.map((field) => {
      const { kind, name } = field;
      if (kind === 'number')
        return [name, field.name === 'validation' || field.name === 'test' ? 30 : 3];
      const source = 'source' in field ? field.source : null;
      const all = source?.from === 'list' ? source.options.map(({ value }) => value) : ['a', 'b'];
      if (kind === 'checkbox') return [name, true];
      if (kind === 'choices') return [name, all];
      if (kind === 'select' && source?.from === 'names') return [name, field.value];
      if (kind === 'text' && field.of === 'name') return [name, field.value];
      return [name, all.at(-1)];
    }),
  );
}

/** The members and variables that are called. */
function callsIn(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const each of node) callsIn(each, found);
  else if (node !== null && typeof node === 'object') {
    if ((node as Node).type === 'CallExpression') {
      const { callee } = node as CallExpression;
      const name = callee.type === 'MemberExpression' ? callee.property : callee;
      found.push((name as { name: string }).name);
    }
    for (const value of Object.values(node)) callsIn(value, found);
  }
  return found;
}
