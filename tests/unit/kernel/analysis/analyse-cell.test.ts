import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseCell } from '../../../../src/kernel/analysis';
import { columnInSource, functionText } from '../../../../src/kernel/analysis/evaluable';
import { knownNames } from '../../../../src/kernel/analysis/known-names';

// As the cage does it.
// eslint-disable-next-line no-eval
const evaluated = globalThis.eval as (text: string) => (...args: unknown[]) => Promise<object>;

const declared = (source: string) => analyseCell(source).declares.map(({ name }) => name);
const uses = (source: string) =>
  analyseCell(source)
    .free.map(({ name }) => name)
    .filter((name) => !knownNames.has(name));

describe('names', () => {
  test.each([
    ['const a = 1, b = 2; let c; var d', ['a', 'b', 'c', 'd']],
    ['const { a, b: { c }, ...rest } = {}, [d = 1, , ...e] = []', ['a', 'c', 'rest', 'd', 'e']],
    ['function f() {} class G {} async function* h() {}', ['f', 'G', 'h']],
    ['if (1) { var inner = 1; let own = 2 } for (var i of []) ;', ['inner', 'i']],
    ['import d, { a as b } from "m"; import * as all from "n"; import "o"', ['d', 'b', 'all']],
    [
      'enum Colour { Red } interface Row { a: 1 } type T = string; declare const x: number',
      ['Colour'],
    ],
    ['{ const hidden = 1 } (() => { var local = 2 })()', []],
  ])('%s declares %j', (source, names) => {
    expect(declared(source)).toEqual(names);
  });

  test.each([
    ['a + b.c + d["e"] + f[g]', ['a', 'b', 'd', 'f', 'g']],
    ['({ a, b: c, [d]: 1, e() { return f } })', ['a', 'c', 'd', 'f']],
    ['const { x = y, [z]: w } = q', ['y', 'z', 'q']],
    ['function f(a, b = c, { d = e } = {}) { return a + b + d + h } f()', ['c', 'e', 'h']],
    ['try { a } catch { b } try { } catch ({ message }) { message; c }', ['a', 'b', 'c']],
    ['label: for (const i of list) { if (i) break label; else continue label }', ['list']],
    [
      'class A extends B { static p = q; #r = s; [t] = 1; m(u) { return this.v + u + A } }',
      ['B', 'q', 's', 't'],
    ],
    ['class A { static { var x = y; x } }', ['y']],
    ['before(); function before() { return late } const late = 1', []],
    ['{ let a = 1; a } a', ['a']],
    ['const f = function g() { return g }; g', ['g']],
    ['(a) => a + b; ({ c }) => c; async d => await d', ['b']],
    ['switch (a) { case b: let c = 1; c } c', ['a', 'b', 'c']],
    ['for (let i = 0; i < n; i++) {} i', ['n', 'i']],
    ['x as Foo; y!; <const T,>(z: T): T => z; f<Bar>(1)', ['x', 'y', 'f']],
    ['const p = (q: Row, r?: typeof other): s is string => q', []],
    ['`a ${b} ${`${c}`}`; tag`d ${e}`', ['b', 'c', 'tag', 'e']],
    ['function f() { return arguments.length + new.target }', []],
    ['Math.max(1); console.log(JSON, tf, Plot, loam, structuredClone)', []],
    ['for (a of b) {} for (c.d in e) {} [f, g.h] = i', ['a', 'b', 'c', 'e', 'f', 'g', 'i']],
    ['function f(a = b) { var b = 1 } f', ['b']],
  ])('%s uses %j', (source, names) => {
    expect(uses(source)).toEqual(names);
  });

  test('tells where a name is used first and assigned first, and whether only typeof asks for it', () => {
    expect(analyseCell('typeof a\nb; b = 1; ({ c: [d] } = a2); e++').free).toEqual([
      { name: 'a', line: 1, column: 8, assigned: null, guarded: true },
      { name: 'b', line: 2, column: 1, assigned: { line: 2, column: 4 }, guarded: false },
      { name: 'd', line: 2, column: 18, assigned: { line: 2, column: 18 }, guarded: false },
      { name: 'a2', line: 2, column: 25, assigned: null, guarded: false },
      { name: 'e', line: 2, column: 30, assigned: { line: 2, column: 30 }, guarded: false },
    ]);
  });

  test('places are those of the text as written, types included', () => {
    const { declares, free } = analyseCell(
      'const x: Map<string, number> = first as any, y: string = second!',
    );
    expect(declares.map(({ column }) => column)).toEqual([7, 46]);
    expect(free.map(({ column }) => column)).toEqual([32, 58]);
  });
});

describe('problems', () => {
  test.each([
    ['const a = `text\nb', 1, 11, 'This template is not closed'],
    ['const a = "text', 1, 11, 'This text is not closed on its line'],
    ['f(1,\n  [2, 3\n', 2, 3, 'This [ is not closed'],
    ['if (a) { b(] }', 1, 12, 'This ] does not close the ( of line 1'],
    ['a }', 1, 3, 'This } closes nothing'],
    ['/* never', 1, 1, 'This comment is not closed'],
    ['const x: number = ;', 1, 19, 'The text does not go on like this here'],
    ['let x: number = 1\nlet x = 2', 2, 5, "Identifier 'x' has already been declared"],
    ['return 1', 1, 1, 'A cell cannot return'],
    ['yield 1', 1, 1, 'A cell is not a generator'],
    ['export const a = 1', 1, 1, 'A cell does not export'],
    ['import.meta.url', 1, 1, 'A cell has no import.meta'],
    ['function f() { await 1 }', 1, 16, 'await stands in a function that is not async'],
    ['@decorated class A {}', 1, 1, 'Decorators are not part of the language here'],
    ['const $show = 1', 1, 7, 'The name $show belongs to the notebook itself'],
    ['$import("x")', 1, 1, 'The name $import belongs to the notebook itself'],
    [
      'import d3 from "https://example.org/d3.js"',
      1,
      1,
      'A cell cannot load https://example.org/d3.js: it has no network and no folders',
    ],
  ])('%j is reported at line %i, column %i: %s', (source, line, column, message) => {
    const { problems, body } = analyseCell(source);
    expect(problems).toMatchObject([{ line, column, message }]);
    expect(problems[0]!.advice).toMatch(/^[A-Z].*[.)…]$|^Write const name/);
    expect(body).toBeNull();
  });

  test('whatever the text, reading it ends with problems inside of it or code that can be evaluated', () => {
    const piece = fc.constantFrom(
      ...[
        'const ',
        'a',
        ' = ',
        '(',
        ')',
        '{',
        '}',
        '`',
        '${',
        '"',
        '\n',
        ';',
        ': number',
        ' as T',
        '/',
        '*',
      ],
      ...[
        '=> ',
        'import ',
        'from ',
        'class ',
        '<',
        '>',
        'async ',
        'await ',
        'function ',
        '[',
        ']',
        '!',
        ',',
        '1',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const source = pieces.join('');
        const { problems, body } = analyseCell(source);
        const lines = source.split('\n');
        for (const { line, column } of problems) {
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
          expect(Math.min(line, column)).toBeGreaterThan(0);
        }
        expect(body === null).toBe(problems.length > 0);
        // Compiles it, and runs nothing.
        if (body !== null) evaluated(functionText({ body, uses: [] }));
      }),
      { numRuns: 3000 },
    );
  });

  test('a text that is nested without end is refused and not thrown', () => {
    const deep = analyseCell('('.repeat(50_000) + '1' + ')'.repeat(50_000));
    expect(deep.problems).toHaveLength(1);
  });
});

describe('what runs', () => {
  async function evaluate(source: string, values: Record<string, unknown> = {}) {
    const { body, problems } = analyseCell(source);
    expect(problems).toEqual([]);
    const shown: unknown[] = [];
    const asked: unknown[] = [];
    const run = evaluated(functionText({ body: body!, uses: Object.keys(values) }));
    const declares = await run(
      ...Object.values(values),
      (value: unknown) => void shown.push(value),
      (name: string, names: unknown) => {
        asked.push([name, names]);
        return Promise.resolve({ default: 'the default', mean: 'the mean' });
      },
    );
    return { declares, shown, asked };
  }

  test('gives the declared names and shows the last expression', async () => {
    expect(await evaluate('const b: number = a! + 1\n  b * 2 // twice', { a: 2 })).toEqual({
      declares: { b: 3 },
      shown: [6],
      asked: [],
    });
    expect((await evaluate('1, 2')).shown).toEqual([2]);
    expect((await evaluate('({ a: 1 });')).shown).toEqual([{ a: 1 }]);
    expect((await evaluate('const f = () => 1\n\n;[1].map(f)')).shown).toEqual([[1]]);
    expect((await evaluate('const x = 1')).shown).toEqual([]);
    expect((await evaluate('// nothing')).declares).toEqual({});
  });

  test('awaits at the top, is strict, and leaves templates as they were written', async () => {
    expect((await evaluate('await Promise.resolve(4)')).shown).toEqual([4]);
    expect((await evaluate('(function () { return this === undefined })()')).shown).toEqual([true]);
    const text = '`a  ${x! as string}  b ${(x as any)!}c`';
    expect((await evaluate(text, { x: 'X' })).shown).toEqual(['a  X  b Xc']);
  });

  test('asks for modules by name, and leaves addresses to the cage', async () => {
    const { declares, asked } = await evaluate(
      'import d, { mean as m, type Row } from "stats"\nimport * as all from "stats"; import "side"\nconst x = await import("late")',
    );
    expect(asked).toEqual([
      ['stats', ['default', 'mean']],
      ['stats', undefined],
      ['side', undefined],
      ['late', undefined],
    ]);
    expect(declares).toMatchObject({ d: 'the default', m: 'the mean', all: { mean: 'the mean' } });
    expect(analyseCell('await import("https://example.org")').body).toContain(
      'import("https://example.org")',
    );
    expect(analyseCell('import d from "m"; import("n")').imports).toEqual([
      { specifier: 'm', names: ['default'], dynamic: false, line: 1, column: 1 },
      { specifier: 'n', names: ['*'], dynamic: true, line: 1, column: 20 },
    ]);
  });

  test.each([
    'const f = (x: number): string => x.toString()\nf(1)\nlast.one()',
    'boom(1 as number, `t ${x!} u`, (y: Row<string>) => y)',
    'let a: Array<Map<string, number>> = [], b = boom!',
    'import { mean } from "stats"; boom(mean)',
    'first(); (await import("m")).boom()',
    '  boom()',
  ])('keeps line and column of every token: %j', (source) => {
    const { body } = analyseCell(source);
    for (const { 0: word, index } of source.matchAll(/boom|last|one|first|toString|x!|mean\)/g)) {
      const name = word.replace(/\W/g, '');
      const line = source.slice(0, index).split('\n').length;
      const column = index - (source.lastIndexOf('\n', index - 1) + 1) + 1;
      const text = body!.split('\n')[line - 1]!;
      const columns = [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].map((match) =>
        columnInSource(body!, line, match.index + 1),
      );
      expect(columns).toContain(column);
    }
  });
});
