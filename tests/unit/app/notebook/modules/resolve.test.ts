import { describe, expect, it } from 'vitest';
import { ModuleTexts } from '../../../../../src/app/notebook/modules/give-modules';
import {
  resolve,
  troubleWith,
  type KnownModules,
} from '../../../../../src/app/notebook/modules/resolve';
import { digestOf, linkDigest, linkTo, type Link } from '../../../../../src/core/hash/digest';

const link = (digit: string): Link => linkTo(digit.repeat(64));

function known(
  files: Record<string, [Link, string[]]>,
  pins: Record<string, Link> = {},
  more: [Link, string[] | null][] = [],
): KnownModules {
  return {
    pins,
    newest: new Map(Object.entries(files).map(([name, [code]]) => [name, code])),
    imports: new Map([...Object.values(files), ...more]),
  };
}

describe('what the name of a module means', () => {
  it('is what the notebook has pinned, else the newest, and all that it needs before it', () => {
    const files = known(
      { a: [link('1'), ['b', 'c']], b: [link('2'), ['c']], c: [link('3'), []] },
      { c: link('9') },
      [[link('9'), []]],
    );
    expect(resolve(files, ['a'])).toEqual([
      { name: 'c', code: link('9') },
      { name: 'b', code: link('2') },
      { name: 'a', code: link('1') },
    ]);
    expect(resolve(files, ['nobody'])).toEqual([]);
    expect(troubleWith(files, 'a')).toBeNull();
  });

  it('is nothing where no file, no code, or a circle stands in the way, and says what to do', () => {
    const files = known(
      { stats: [link('1'), ['gone']], x: [link('2'), ['y']], y: [link('3'), ['x']] },
      { old: link('8') },
      [[link('8'), null]],
    );
    expect(troubleWith(files, 'stat')).toMatchObject({
      message: 'No module is called stat',
      advice: expect.stringContaining('stats') as string,
    });
    expect(troubleWith(files, 'stats')?.message).toContain('stats imports gone');
    expect(troubleWith(files, 'x')?.message).toContain('x → y → x');
    expect(troubleWith(files, 'old')?.message).toContain('is not in this workspace');
    expect(troubleWith(files, 'toString')?.message).toBe('No module is called toString');
    // A circle is walked once.
    expect(resolve(files, ['x']).map(({ name }) => name)).toEqual(['y', 'x']);
  });

  it('looks into each module once, however many ways lead to it', () => {
    // Each of sixty modules is needed twice by the one before: 2 ** 60 ways to the last.
    const depth = 60;
    const names = Array.from({ length: depth }, (_, i) => [`a${i}`, `b${i}`] as const);
    const codeOf = (name: string) => linkTo(digestOf(new TextEncoder().encode(name)));
    const files = Object.fromEntries(
      names.flatMap((pair, i) =>
        pair.map((name) => [name, [codeOf(name), [...(names[i + 1] ?? [])]] as [Link, string[]]]),
      ),
    );
    expect(troubleWith(known(files), 'a0')).toBeNull();
    expect(resolve(known(files), ['a0'])).toHaveLength(2 * depth - 1);
  });
});

describe('code for the kernel', () => {
  const texts = new Map<string, Uint8Array>();
  const put = (code: string): Link => {
    const bytes = new TextEncoder().encode(code);
    texts.set(digestOf(bytes), bytes);
    return linkTo(digestOf(bytes));
  };
  const objects = {
    get: (digest: string) => {
      const found = texts.get(digest);
      return found ? Promise.resolve(found) : Promise.reject(new Error('missing'));
    },
    has: (digest: string) => Promise.resolve(texts.has(digest)),
  };

  it('is another module where what it imports is another', async () => {
    const a = put('import { b } from "b"\nexport const a = b');
    const [b1, b2] = [put('export const b = 1'), put('export const b = 2')];
    const given: unknown[][] = [];
    const kernel = { addModule: (...module: unknown[]) => void given.push(module) };
    const modules = new ModuleTexts(objects);
    const first = await modules.give(kernel, [
      { name: 'b', code: b1 },
      { name: 'a', code: a },
    ]);
    const again = await modules.give(kernel, [
      { name: 'b', code: b1 },
      { name: 'a', code: a },
    ]);
    const second = await modules.give(kernel, [
      { name: 'b', code: b2 },
      { name: 'a', code: a },
    ]);
    expect(first).toEqual(again);
    expect(first.b).toBe(b1);
    expect(second.b).toBe(b2);
    expect(first.a).not.toBe(second.a);
    expect(given[1]).toEqual([
      'a',
      first.a,
      'import { b } from "b"\nexport const a = b',
      [{ start: 18, end: 21, key: b1 }],
    ]);
    const gone = linkTo('f'.repeat(64));
    await expect(modules.give(kernel, [{ name: 'x', code: gone }])).rejects.toThrow('missing');
    expect(linkDigest(gone)).toHaveLength(64);
  });
});
