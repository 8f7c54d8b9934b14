import { describe, expect, it } from 'vitest';
import { analyseModule, moduleNeeds } from '../../../../src/kernel/analysis';

const js = (text: string) => analyseModule(text, false);

describe('the file of a module', () => {
  it('exports what its text says, in any form', () => {
    const text = [
      'export const a = 1, { b, c: [d, ...e] } = x, f = 2',
      'export let g',
      'export function h() {}',
      'export class I {}',
      'export default function j() {}',
      'const k = 1, l = 2',
      'export { k, l as m, l as "n o" }',
      'export * as p from "other"',
      'export * from "more"',
      'export { q as r } from "more"',
    ].join('\n');
    expect(js(text).exports).toEqual([
      'a',
      'b',
      'd',
      'e',
      'f',
      'g',
      'h',
      'I',
      'default',
      'k',
      'm',
      'n o',
      'p',
      'r',
    ]);
    expect(js(text).imports).toEqual(['other', 'more']);
    expect(js('self.d3 = {}').exports).toEqual([]);
  });

  it('runs without its types, each line where it was', () => {
    const text =
      'interface A { x: number }\nimport type { B } from "./b"\nexport const f = (a: A): number => a.x';
    const { code, problems, exports } = analyseModule(text, true);
    expect(problems).toEqual([]);
    expect(exports).toEqual(['f']);
    expect(code.split('\n')).toHaveLength(3);
    expect(code).not.toMatch(/number|interface|import/);
    // What looks like types in JavaScript is left alone.
    const shift = 'export const g = (f, a, b, c, d) => f(a < b, c > (d))';
    expect(js(shift).code).toBe(shift);
    expect(js('export const a: number = 1').problems).toHaveLength(1);
  });

  it('may await, and may not reach for a network or a folder, in a statement or in an expression', () => {
    expect(js('export const a = await Promise.resolve(1)').problems).toEqual([]);
    for (const from of ['https://x/y.js', './b.js', '/b.js', '../b', 'data:text/javascript,1']) {
      for (const text of [`import "${from}"`, `export * from "${from}"`, `import("${from}")`]) {
        const { problems, code } = js(`\n${text}`);
        expect(problems, text).toMatchObject([{ line: 2 }]);
        expect(problems[0]!.message).toContain(from);
        expect(problems[0]!.advice).not.toBe('');
        expect(code).toBe('');
      }
    }
  });

  it('says where it cannot be read, and never throws', () => {
    expect(js('export const a = (1 +\n').problems).toMatchObject([{ line: 1 }]);
    expect(analyseModule('export const a: = 1', true).problems).toMatchObject([{ line: 1 }]);
    expect(js('('.repeat(100_000)).problems).toHaveLength(1);
    expect(js('// %% nothing').problems).toEqual([]);
  });

  it('names what it needs where it stands', () => {
    const code =
      'import "one"; export { a } from \'two\'; const b = () => import("three"); import(b); "from"';
    const needs = moduleNeeds(code);
    expect(needs.map(({ name, start, end }) => [name, code.slice(start, end)])).toEqual([
      ['one', '"one"'],
      ['two', "'two'"],
      ['three', '"three"'],
    ]);
    expect(moduleNeeds('export const x = "import a from b"')).toEqual([]);
  });
});
