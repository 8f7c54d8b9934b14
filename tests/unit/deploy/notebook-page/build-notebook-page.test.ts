import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { CLOSE } from '../../../../src/deploy/page/markup';
import {
  buildNotebookPage,
  modelLeaves,
  openModel,
  openNotebookPage,
} from '../../../../src/deploy/notebook-page';
import {
  NOTEBOOK_OPEN,
  NOTEBOOK_SEAL_OPEN,
  NOTEBOOK_SEAL_SLOT,
  NOTEBOOK_SLOT,
} from '../../../../src/deploy/notebook-page/marks';
import type { NotebookPageInput, PageModel } from '../../../../src/deploy/notebook-page/types';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { pageInputOf } from '../../../support/page-input';
import { tableOf } from '../../../support/table-of';

const template = `<!doctype html><title>ü</title>
${NOTEBOOK_OPEN}${NOTEBOOK_SLOT}${CLOSE}
${NOTEBOOK_SEAL_OPEN}${NOTEBOOK_SEAL_SLOT}${CLOSE}`;

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** As the browser finds the two texts. */
function inside(page: string): [string, string] {
  const between = (open: string) => {
    const from = page.indexOf(open) + open.length;
    return page.slice(from, page.indexOf('</script', from));
  };
  return [between(NOTEBOOK_OPEN), between(NOTEBOOK_SEAL_OPEN)];
}

const open = (bytes: Uint8Array) => openNotebookPage(...inside(text(bytes)));

function inputWith(part: Partial<NotebookPageInput>): NotebookPageInput {
  return { template, title: 'flowers', blocks: [], live: null, models: [], ...part };
}

function model(): PageModel {
  const table = tableOf({
    size: Array.from({ length: 60 }, (_, i) => i / 3),
    colour: Array.from({ length: 60 }, (_, i) => (i % 2 ? 'red' : 'blue')),
    kind: Array.from({ length: 60 }, (_, i) => (i > 30 ? 'yes' : 'no')),
  });
  const input = pageInputOf({
    table,
    target: 'kind',
    kind: 'binary',
    classes: ['no', 'yes'],
    template,
  });
  return {
    refs: ['m', 'm@1'],
    id: 'id',
    name: 'm',
    version: 1,
    note: 'a </script> note',
    ...input.model,
  };
}

/** The same text in every place where a text can stand. */
function everywhere(said: string): NotebookPageInput {
  const leaf = { type: 'leaf' as const, of: said, text: said, more: 0 };
  return inputWith({
    title: said,
    blocks: [
      { type: 'text', nodes: [said, ['p', { title: said }, said]] },
      {
        type: 'result',
        cell: said,
        isOld: true,
        failure: { name: said, message: said },
        outputs: [
          {
            type: 'value',
            value: { type: 'tree', of: said, size: 1, entries: [{ key: said, value: leaf }] },
          },
          {
            type: 'table',
            table: { columns: [{ name: said, type: 'text' }], rows: [[said]], total: 1 },
          },
          { type: 'markup', nodes: [['b', { id: said }, said]] },
          { type: 'setting', label: said, value: said },
          {
            type: 'control',
            index: 0,
            control: { type: 'select', label: said, options: [said], value: said },
          },
          {
            type: 'run',
            name: said,
            model: said,
            charts: [{ title: said, step: said, curves: [] }],
          },
          { type: 'press', label: said },
        ],
      },
    ],
    live: {
      cells: [{ cell: said, body: said, uses: [said], declares: [said], settings: { 0: said } }],
      controls: [said],
      code: { runtime: said, plot: said },
    },
  });
}

describe('building the page of a notebook', () => {
  it('gives the same bytes for the same input, in whatever order its fields were written', () => {
    const input = { ...everywhere('a'), models: [model()] };
    const turned = Object.fromEntries(
      Object.entries(input).reverse(),
    ) as unknown as NotebookPageInput;
    expect(text(buildNotebookPage(turned))).toBe(text(buildNotebookPage(input)));
  });

  it('carries any text in any place, and nothing of it ends its element or stands outside it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(
            '</script>',
            '</SCRIPT ><script>run()</script>',
            '<!--<script>',
            ']]>',
            '%loam-notebook-seal%',
            '%loam-notebook-data%',
            '\u2028\0\r',
            '&lt;',
          ),
          fc.string({ unit: 'grapheme' }),
        ),
        (said) => {
          const page = text(buildNotebookPage(everywhere(said)));
          expect(page.match(/<\/?script/gi)).toHaveLength(4);
          const [data] = inside(page);
          expect(data).not.toMatch(/[<>&]|[^\x20-\x7e]/);
          expect(openNotebookPage(...inside(page)).title).toBe(said);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('writes half a character as the sign for one that is missing', () => {
    expect(open(buildNotebookPage(everywhere('a\ud800b'))).title).toBe('a\ufffdb');
  });

  it('cleans markup, whoever made it', () => {
    const nodes = [
      ['img', { src: 'x', onerror: 'run()' }],
      ['script', {}, 'run()'],
      ['p', {}, 'a'],
    ] as never;
    const page = buildNotebookPage(
      inputWith({
        blocks: [
          { type: 'text', nodes },
          {
            type: 'result',
            cell: 'c',
            outputs: [{ type: 'markup', nodes }],
            failure: null,
            isOld: false,
          },
        ],
      }),
    );
    const clean = ['[picture left out]', ['p', {}, 'a']];
    expect(open(page).blocks).toMatchObject([{ nodes: clean }, { outputs: [{ nodes: clean }] }]);
    expect(text(page)).not.toContain('run()');
  });

  it('refuses data of which one character was changed', () => {
    const page = text(buildNotebookPage(everywhere('12 million')));
    expect(() => openNotebookPage(...inside(page))).not.toThrow();
    const [data, seal] = inside(page);
    expect(() => openNotebookPage(data.replace('12 million', '13 million'), seal)).toThrow(
      /page-damaged/,
    );
    expect(() => openNotebookPage(data, seal.replace(/./, 'x'))).toThrow(/page-damaged/);
  });
});

describe('a model in the page of a notebook', () => {
  it('gives the very answers that it gives elsewhere', () => {
    const given = model();
    const envelope = open(buildNotebookPage(inputWith({ models: [given] })));
    const { predictor } = openModel(envelope, envelope.models[0]!);
    const there = makePredictor(given.manifest, given.preprocessing, given.weights);
    const rows: Record<string, Cell>[] = [
      { size: 4, colour: 'red' },
      { size: null, colour: 'green' },
      {},
    ];
    for (const row of rows) {
      expect(predictor.predictCells(row)).toEqual(there.predictCells(row));
    }
  });

  it('is refused where a part of it was changed or is missing', () => {
    const envelope = open(buildNotebookPage(inputWith({ models: [model()] })));
    const [entry] = envelope.models;
    for (const digest of Object.keys(envelope.objects)) {
      const { [digest as never]: gone, ...rest } = envelope.objects as Record<string, string>;
      expect(() => openModel({ objects: rest }, entry!)).toThrow(/page-damaged/);
      const other = gone!.startsWith('A') ? `B${gone!.slice(1)}` : `A${gone!.slice(1)}`;
      expect(() => openModel({ objects: { ...rest, [digest]: other } }, entry!)).toThrow(
        /page-damaged/,
      );
    }
  });

  it('is not exported where its parts do not belong together', () => {
    const weights = model().weights!.slice();
    weights[weights.length - 1]! ^= 1;
    for (const part of [
      { weights },
      { weights: null },
      { link: `sha256:${'0'.repeat(64)}` as const },
    ]) {
      expect(() => buildNotebookPage(inputWith({ models: [{ ...model(), ...part }] }))).toThrow();
    }
  });

  it('is listed with every category, quantile and golden answer that leaves with it', () => {
    const given = model();
    const said = JSON.stringify(modelLeaves(given));
    for (const input of given.manifest.inputs) {
      expect(said).toContain(input.name);
      for (const value of [...(input.categories ?? []), ...(input.quantiles ?? [])]) {
        expect(said).toContain(String(value));
      }
    }
    expect(said).toContain('a </script> note');
    expect(said).toContain('Golden example 10');
  });
});
