import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { cellOf, textOf } from '../../../../src/core/dataset/cell';
import { scoreCsv } from '../../../../src/deploy/scoring/score-csv';
import type { ScoreOptions, ScoreOutcome } from '../../../../src/deploy/scoring/types';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { bareTemplate } from '../../../support/bare-template';
import { pageInputOf } from '../../../support/page-input';
import { randomData, type RandomData } from '../../../support/page-tables';
import { tableOf } from '../../../support/table-of';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Run {
  outcome: ScoreOutcome;
  text: string;
}

function modelOf(data: RandomData) {
  const { model } = pageInputOf({ ...data, template: bareTemplate });
  const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
  return { manifest: model.manifest, predictor };
}

async function score(
  data: RandomData,
  file: string | Uint8Array,
  pieceSize = 1 << 16,
  options: Partial<ScoreOptions> = {},
): Promise<Run> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const { manifest, predictor } = modelOf(data);
  const out: Uint8Array[] = [];
  const outcome = await scoreCsv(
    { name: 'file.csv', size: bytes.length, open: () => pieces(bytes, pieceSize) },
    manifest,
    predictor,
    { write: (piece) => out.push(piece), ...options },
  );
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(out));
  return { outcome, text };
}

function csvOf({ table }: RandomData, delimiter = ','): { csv: string; rows: string[][] } {
  const names = table.columns.map(({ schema }) => schema.name);
  const rows = Array.from({ length: table.rows }, (_, row) =>
    table.columns.map((column) => textOf(column, row) ?? ''),
  );
  return { csv: Papa.unparse([names, ...rows], { delimiter, newline: '\n' }), rows };
}

/** Two inputs and three classes. */
const simple: RandomData = {
  table: tableOf({
    size: Array.from({ length: 60 }, (_, i) => i / 4),
    colour: Array.from({ length: 60 }, (_, i) => ['red', 'green', 'blue'][i % 3]!),
    kind: Array.from({ length: 60 }, (_, i) => ['a', 'b', 'c'][(i >> 2) % 3]!),
  }),
  target: 'kind',
  kind: 'multiclass',
  classes: ['a', 'b', 'c'],
  secrets: [],
};

describe('scoring a file', () => {
  it('answers every row with the bits of a single prediction, and keeps every column as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomData,
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom(',', ';', '\t', '|'),
        async (data, pieceSize, delimiter) => {
          const { csv, rows } = csvOf(data, delimiter);
          const { outcome, text } = await score(data, csv, pieceSize);
          if (outcome.type !== 'scored') throw new Error(outcome.type);
          expect(outcome.rows).toBe(data.table.rows);
          const lines = Papa.parse<string[]>(text, { delimiter, newline: '\n' }).data;
          const { predictor } = modelOf(data);
          const width = data.table.columns.length;
          rows.forEach((row, i) => {
            const line = lines[i + 1]!;
            expect(line.slice(0, width)).toEqual(row);
            const cells: Record<string, Cell> = Object.fromEntries(
              data.table.columns.map((column) => [column.schema.name, cellOf(column, i)]),
            );
            const { answer, probabilities } = predictor.predictCells(cells);
            expect(line.slice(width)).toEqual([answer, ...(probabilities ?? [])].map(String));
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps quotes, spaces, blank lines and line ends as they were written', async () => {
    const file = '"size", colour ,note\r\n "1" ,red,"a ""b"""\r\n\r\n2.50,blue,\n3,"green",x';
    const { text } = await score(
      { ...simple },
      file.replace(' "1" ', '"1"').replace(' colour ', 'colour'),
    );
    const lines = text.split('\n');
    expect(lines[0]).toBe(
      '"size",colour,note,predicted kind,probability of a,probability of b,probability of c\r',
    );
    expect(lines[1]).toMatch(/^"1",red,"a ""b""",[abc],[\d.e-]+,[\d.e-]+,[\d.e-]+\r$/);
    expect(lines[2]).toBe('\r');
    expect(lines[3]).toMatch(/^2\.50,blue,,[abc],/);
    expect(lines[4]).toMatch(/^3,"green",x,[abc],/);
  });

  it('does not take a name that the file has already', async () => {
    const { outcome } = await score(simple, 'size,colour,predicted kind\n1,red,z\n');
    expect(outcome.type === 'scored' && outcome.added[0]).toBe('predicted kind 2');
  });

  it('names the columns that the file lacks, and those that are nearly right', async () => {
    const { outcome, text } = await score(simple, 'Size,other\n1,2\n');
    expect(outcome).toEqual({
      type: 'header-mismatch',
      lacking: [
        { input: 'size', near: 'Size' },
        { input: 'colour', near: null },
      ],
      names: ['Size', 'other'],
    });
    expect(text).toBe('');
  });

  it('counts missing, unseen and unreadable values, and answers all the same', async () => {
    const { outcome } = await score(simple, 'size,colour\n,red\nNA,mauve\nbig,?\n4,mauve\n');
    if (outcome.type !== 'scored') throw new Error(outcome.type);
    expect(outcome.problems).toEqual([
      { input: 'size', problem: 'missing', count: 2, example: null },
      { input: 'size', problem: 'wrong-type', count: 1, example: 'big' },
      { input: 'colour', problem: 'missing', count: 1, example: null },
      { input: 'colour', problem: 'unseen', count: 2, example: 'mauve' },
    ]);
    expect(outcome.counts?.reduce((sum, n) => sum + n)).toBe(4);
  });

  it('says which rows are ragged: short ones are filled up, what is beyond the columns stays at the end', async () => {
    const { outcome, text } = await score(
      simple,
      'size,colour,note\n1,red\n2,blue,x,y,z\n3,red,w\n',
    );
    if (outcome.type !== 'scored') throw new Error(outcome.type);
    expect(outcome.short).toEqual({ count: 1, lines: [2] });
    expect(outcome.long).toEqual({ count: 1, lines: [3] });
    const rows = Papa.parse<string[]>(text.trim(), { delimiter: ',' }).data;
    expect(rows[1]!.slice(0, 3)).toEqual(['1', 'red', '']);
    expect(rows[1]).toHaveLength(7);
    expect(rows[2]!.slice(0, 3)).toEqual(['2', 'blue', 'x']);
    expect(rows[2]!.slice(7)).toEqual(['y', 'z']);
    expect(rows[2]![3]).toMatch(/^[abc]$/);
  });

  it('reads UTF-16 and Windows-1252, and writes UTF-8 with a mark', async () => {
    const file = 'size,colour,note\n1,red,é\n';
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${file}`, 'utf16le'));
    const latin = Uint8Array.from(file, (letter) => letter.charCodeAt(0));
    for (const bytes of [utf16, latin]) {
      const { outcome, text } = await score(simple, bytes, 7);
      expect(outcome.type === 'scored' && outcome.transcodedFrom).toMatch(/utf-16le|windows-1252/);
      expect(text.startsWith('\ufeffsize,colour,note,')).toBe(true);
      expect(text).toContain('1,red,é,');
    }
    const marked = await score(simple, `\ufeff${file}`);
    expect(marked.outcome.type === 'scored' && marked.outcome.transcodedFrom).toBeNull();
    expect(marked.text.startsWith('\ufeffsize')).toBe(true);
  });

  it('refuses files that hold no rows, no text or an open quote', async () => {
    const png = Uint8Array.of(
      0x89,
      0x50,
      0x4e,
      0x47,
      13,
      10,
      26,
      10,
      0,
      0,
      0,
      13,
      0,
      1,
      2,
      3,
      0,
      200,
      201,
    );
    await expect(score(simple, '')).rejects.toThrow('file-empty');
    await expect(score(simple, '\n\n')).rejects.toThrow('file-empty');
    await expect(score(simple, 'size,colour\n')).rejects.toThrow('file-no-rows');
    await expect(score(simple, png)).rejects.toThrow('file-not-text');
    await expect(score(simple, 'size,colour\n1,"red\n2,blue\n')).rejects.toThrow(
      'file-unbalanced-quote',
    );
  });

  it('stops when it is cancelled, and closes the file', async () => {
    const controller = new AbortController();
    const file = `size,colour\n${'1,red\n'.repeat(50_000)}`;
    let closed = 0;
    let opened = 0;
    const { manifest, predictor } = modelOf(simple);
    async function* chunks() {
      opened++;
      try {
        yield* pieces(new TextEncoder().encode(file), 1 << 16);
      } finally {
        closed++;
      }
    }
    const scoring = scoreCsv(
      { name: 'file.csv', size: file.length, open: chunks },
      manifest,
      predictor,
      {
        write: () => undefined,
        signal: controller.signal,
        onProgress: (done) => done > 0.3 && controller.abort(),
      },
    );
    await expect(scoring).rejects.toThrow('cancelled');
    expect(opened).toBeGreaterThan(0);
    expect(closed).toBe(opened);
  });

  it('reports progress that only grows, to the end', async () => {
    const seen: number[] = [];
    await score(simple, `size,colour\n${'1,red\n'.repeat(20_000)}`, 10_000, {
      onProgress: (done) => seen.push(done),
    });
    expect(seen.length).toBeGreaterThan(5);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect(seen.at(-1)).toBe(1);
  });
});
