/** Scoring that is ended between any two batches and goes on from the point that was kept. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scoreCsv } from '../../../../src/deploy/scoring/score-csv';
import type { ScoreOptions, ScorePoint } from '../../../../src/deploy/scoring/types';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { askedRows } from '../../../support/asked-rows';
import { someData } from '../../../support/bundle-of';
import { pageInputOf } from '../../../support/page-input';

const input = pageInputOf({ ...someData(), template: '' });
const { manifest, preprocessing, weights } = input.model;
const predictor = makePredictor(manifest, preprocessing, weights);
const names = manifest.inputs.map(({ name }) => name);

/** Decimal commas from row 3,000 on, blank lines and a short row among them. */
function fileOf(mark: string): Uint8Array {
  const rows = askedRows(input, 9000).map((row, i) => {
    const cells = names.map((name) => String(row[name] ?? ''));
    return (i > 3000 ? cells.map((cell) => cell.replace('.', ',')) : cells).join(';');
  });
  rows[4000] = '\n\n1';
  return new TextEncoder().encode(`${mark}${[names.join(';'), ...rows].join('\r\n')}`);
}

async function score(bytes: Uint8Array, options: Partial<ScoreOptions>) {
  const out: Uint8Array[] = [];
  const source = {
    name: 'file.csv',
    size: bytes.length,
    async *open() {
      await Promise.resolve();
      yield bytes;
    },
  };
  const write = (piece: Uint8Array) => out.push(piece);
  const outcome = await scoreCsv(source, manifest, predictor, { write, ...options });
  return { outcome, bytes: Buffer.concat(out) };
}

it('writes the same bytes and says the same as if it had not been ended', async () => {
  for (const mark of ['', '\ufeff']) {
    const file = fileOf(mark);
    const points: { point: string; written: number }[] = [];
    let written = 0;
    const whole = await score(file, {
      onPoint: (point) => points.push({ point: JSON.stringify(point()), written }),
      onProgress: () => undefined,
      write: (piece) => (written += piece.length),
    });
    const all = (await score(file, {})).bytes;
    expect(points.length).toBeGreaterThan(4);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...points), async ({ point, written: kept }) => {
        const from = JSON.parse(point) as ScorePoint;
        const rest = await score(file, { from });
        expect(Buffer.concat([all.subarray(0, kept), rest.bytes]).equals(all)).toBe(true);
        expect(rest.outcome).toEqual(whole.outcome);
      }),
      { numRuns: 8 },
    );
  }
});
