import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { TaskKind } from '../../../../src/core/task/types';
import { scoreCsv } from '../../../../src/deploy/scoring/score-csv';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { bareTemplate } from '../../../support/bare-template';
import { ingestText, sourceOf } from '../../../support/ingest-text';
import { pageInputOf } from '../../../support/page-input';

interface Both {
  /** Answers to the rows of the imported dataset, as text. */
  imported: string[][];
  /** Answers to the lines of the scored file. */
  scored: string[][];
}

/** A model made from the file's import answers the imported rows, and the file itself. */
async function both(csv: string, target: string, kind: TaskKind): Promise<Both> {
  const { table, options } = await readAs(csv);
  const column = table.columns.find(({ schema }) => schema.name === target)!;
  const classes =
    kind === 'regression' ? null : column.kind === 'coded' ? [...column.dictionary].sort() : null;
  const { model } = pageInputOf({ table, target, kind, classes, template: bareTemplate });
  const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
  const { labels, probabilities, values } = predictor.predictTable(table);
  const width = classes?.length ?? 1;
  const imported = Array.from({ length: table.rows }, (_, row) =>
    classes
      ? [classes[labels![row]!]!, ...probabilities!.subarray(row * width, (row + 1) * width)].map(
          String,
        )
      : [String(values![row])],
  );
  const out: Uint8Array[] = [];
  const outcome = await scoreCsv(sourceOf(csv, 'data.csv', [1, 1000]), model.manifest, predictor, {
    write: (piece) => out.push(piece),
  });
  if (outcome.type !== 'scored') throw new Error(outcome.type);
  const text = Buffer.concat(out).toString('utf8');
  const { data } = Papa.parse<string[]>(text, {
    delimiter: options.delimiter,
    skipEmptyLines: true,
  });
  const scored = data.slice(1).map((line) => line.slice(-outcome.added.length));
  return { imported, scored };
}

async function readAs(csv: string) {
  const { table, reading } = await ingestText(csv);
  return { table, options: reading };
}

const sample = (name: string) =>
  readFileSync(new URL(`../../../../public/samples/${name}.csv`, import.meta.url), 'utf8');

describe('a scored file', () => {
  const samples: [string, string, TaskKind][] = [
    ['iris', 'species', 'multiclass'],
    ['diabetes', 'progression', 'regression'],
    ['churn', 'left', 'binary'],
  ];
  it.each(samples)(
    'has for %s the bits of the answers to its imported rows',
    async (name, target, kind) => {
      const { imported, scored } = await both(sample(name), target, kind);
      expect(scored).toEqual(imported);
    },
  );

  it('has them however numbers, dates, markers and quotes are written', async () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom('1', '-2.50', '  3 ', '1e3', '+4', '.5', '007', 'inf', ''),
    );
    const marker = fc.constantFrom('', 'NA', '?', ' null ', 'NaN');
    const group = fc.oneof(fc.constantFrom('a', 'b', ' b', '"c,d"', '"e ""f"""'), marker);
    const day = fc.oneof(
      fc
        .integer({ min: 0, max: 30_000 })
        .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10)),
      marker,
    );
    const row = fc.tuple(number, group, day, fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 30, maxLength: 60 }), async (rows) => {
        const lines = rows.map(
          ([x, g, d, y], i) => `${x},${g},${d},${y ? 'yes' : i === 0 ? 'yes' : 'no'}`,
        );
        const csv = ['x,g,d,y', ...lines, '1,a,2020-01-01,no', '2,b,2021-01-01,yes'].join('\n');
        const { imported, scored } = await both(csv, 'y', 'binary');
        expect(scored).toEqual(imported);
      }),
      { numRuns: 60 },
    );
  });
});
