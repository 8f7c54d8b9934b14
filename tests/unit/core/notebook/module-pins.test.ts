import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTo, type Link } from '../../../../src/core/hash/digest';
import { fromIpynb, toIpynb } from '../../../../src/core/notebook/ipynb';
import { isModuleName, moduleNameOf } from '../../../../src/core/notebook/module-name';
import { pinsIn, withoutPins, withPins } from '../../../../src/core/notebook/module-pins';
import { fromPercentText, toPercentText } from '../../../../src/core/notebook/percent-text';
import type { JsonObject, Notebook } from '../../../../src/core/notebook/types';
import { NotebookDocument } from '../../../../src/sync/notebook';
import { metadata } from '../../../support/random-notebook';

const link = (digit: string): Link => linkTo(digit.repeat(64));
let made = 0;
const newId = () => `new${++made}`;

const notebook = (about: JsonObject): Notebook => ({
  title: 'T',
  mode: 'reactive',
  cells: [],
  metadata: about,
});

const PINNED: JsonObject = {
  kernelspec: { name: 'x' },
  loam: { modules: { stats: link('1'), 'my lib.min': link('2'), odd: 5 }, other: true },
};

describe('the pins of a notebook', () => {
  it('are those of its metadata that can be, and leave everything else as it is', () => {
    expect(pinsIn(PINNED)).toEqual({ stats: link('1'), 'my lib.min': link('2') });
    expect(withoutPins(PINNED)).toEqual({
      kernelspec: { name: 'x' },
      loam: { modules: { odd: 5 }, other: true },
    });
    const none: JsonObject[] = [
      {},
      { loam: 1 },
      { loam: { modules: [] } },
      { loam: { modules: { a: 'b' } } },
    ];
    for (const each of none) {
      expect(pinsIn(each)).toEqual({});
      expect(withoutPins(each)).toBe(each);
    }
  });

  it('are put back exactly, whatever stands beside them', () => {
    fc.assert(
      fc.property(
        metadata,
        fc.dictionary(
          fc.constantFrom('stats', 'd3', 'a b', '../x', '__proto__'),
          fc.constantFrom(link('1'), 'no'),
        ),
        fc.boolean(),
        (about, modules, merged) => {
          const loam =
            merged && typeof about.loam === 'object' && !Array.isArray(about.loam)
              ? about.loam
              : {};
          const whole: JsonObject = { ...about, loam: { ...loam, modules } };
          expect(withPins(withoutPins(whole), pinsIn(whole))).toEqual(whole);
        },
      ),
    );
  });

  it('come through the live document, the text file and .ipynb', () => {
    const document = NotebookDocument.fromNotebook(notebook(PINNED), newId);
    expect(document.pins).toEqual(pinsIn(PINNED));
    expect(document.read().metadata).toEqual(PINNED);
    const { notebook: text } = fromPercentText(toPercentText(document.read()));
    expect(pinsIn(text.metadata)).toEqual(document.pins);
    const { notebook: nb } = fromIpynb(toIpynb(document.read()));
    expect(nb.metadata).toEqual(PINNED);
  });

  it('of two people at once are both kept, and a run is no step of undo', () => {
    const one = NotebookDocument.fromNotebook(notebook({}), newId);
    const other = NotebookDocument.open([one.state()], newId);
    one.pinModules({ stats: link('1') });
    other.pinModules({ d3: link('2') });
    one.apply(other.state());
    other.apply(one.state());
    expect(one.pins).toEqual({ stats: link('1'), d3: link('2') });
    expect(other.pins).toEqual(one.pins);
    one.undo.undo();
    expect(one.pins).toEqual({ stats: link('1'), d3: link('2') });
    one.choosePin('stats', link('3'));
    one.undo.undo();
    expect(one.pins.stats).toBe(link('1'));
  });

  it('of an earlier version take the place of all that are there', () => {
    const document = NotebookDocument.fromNotebook(notebook(PINNED), newId);
    document.replaceWith(notebook({ loam: { modules: { stats: link('4') } } }));
    expect(document.pins).toEqual({ stats: link('4') });
    document.replaceWith(notebook({}));
    expect(document.pins).toEqual({});
    expect(document.read().metadata).toEqual({});
  });

  it('written by a peer are passed over where they are none', () => {
    const document = NotebookDocument.fromNotebook(notebook({}), newId);
    const about = document.doc.getMap('about');
    for (const [key, value] of [
      ['module:ok', link('1')],
      ['module:../x', link('1')],
      ['module:', link('1')],
      ['module:a', 'sha256:no'],
      ['module:b', 7],
      ['module:__proto__', link('1')],
    ] as const)
      about.set(key, value);
    expect(document.pins).toEqual({ ok: link('1') });
  });
});

describe('the name of a module', () => {
  it('is that of its file', () => {
    const names = [
      'stats.js',
      'my-lib.min.mjs',
      'C:\\x\\a b.ts',
      '/tmp/größe.ts',
      'x:y.js',
      '.js',
      '...',
      '@a.js',
    ];
    expect(names.map(moduleNameOf)).toEqual([
      'stats',
      'my-lib.min',
      'a b',
      'größe',
      'x-y',
      'module',
      'module',
      '@a',
    ]);
    for (const name of names) expect(isModuleName(moduleNameOf(name))).toBe(true);
    for (const name of [
      '',
      'a/b',
      'https://x',
      'a:b',
      '.a',
      'a\nb',
      '"',
      '__proto__',
      'x'.repeat(101),
    ])
      expect(isModuleName(name), name).toBe(false);
  });
});
