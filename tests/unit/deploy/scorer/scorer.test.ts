/** The exported scorer, run as a person runs it: a process of its own, on real files. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../../../scripts/vite/compile-folder-template';
import type { TaskKind } from '../../../../src/core/task/types';
import { readBundle } from '../../../../src/deploy/bundle';
import type { ExportInput } from '../../../../src/deploy/model/types';
import { buildScorer } from '../../../../src/deploy/scorer';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { askedRows, everyNetwork } from '../../../support/asked-rows';
import { runNode, withFolder } from '../../../support/bundle-folder';
import { someData } from '../../../support/bundle-of';
import { changedBytes, withChangedByte } from '../../../support/changed-bytes';
import { pageInputOf } from '../../../support/page-input';
import { scoredCells } from '../../../support/scored-cells';
import { everyRefined } from '../../../support/refined';
import { randomData } from '../../../support/page-tables';

const dataOf = (kind: TaskKind) =>
  fc.sample(
    randomData.filter((data) => data.kind === kind),
    { numRuns: 1, seed: 17 },
  )[0]!;

function csvOf(input: ExportInput, rows: readonly Record<string, unknown>[]): string {
  const names = input.model.manifest.inputs.map(({ name }) => name);
  const cells = rows.map((row) => names.map((name) => row[name] ?? ''));
  return Papa.unparse([names, ...cells], { newline: '\n' });
}

describe('node score.mjs', async () => {
  const template = await compileFolderTemplate('scorer');
  const data = someData();
  const { template: _, ...input } = pageInputOf({ ...data, template: '' });
  const files = buildScorer(input, template);
  const small = csvOf(input, askedRows(input, 20));

  it('is a bundle of its kind, the same bytes each time, with no value of a row in it', () => {
    expect(readBundle(files).manifest.kind).toBe('scorer');
    expect(buildScorer(input, template)).toEqual(files);
    const all = [...files.values()].map((bytes) => new TextDecoder().decode(bytes)).join('\n');
    for (const secret of data.secrets) expect(all).not.toContain(secret);
  });

  for (const kind of ['binary', 'multiclass', 'regression'] as const) {
    it(`answers 1,000 rows with the bits of the app, calibrated and with intervals or sets too: ${kind}`, async () => {
      const data = dataOf(kind);
      const models = [...(await everyNetwork(data)), ...(await everyRefined(data, [true]))];
      for (const [name, one] of models) {
        const rows = askedRows(one, 1000);
        const { manifest, preprocessing, weights } = one.model;
        const predictor = makePredictor(manifest, preprocessing, weights);
        await withFolder(buildScorer(one, template), async (folder) => {
          await writeFile(join(folder, 'in.csv'), csvOf(one, rows));
          const words = [join(folder, 'in.csv'), join(folder, 'out.csv'), '--quiet'];
          const ran = await runNode(join(folder, 'score.mjs'), words);
          expect(ran).toEqual({ code: 0, stdout: '', stderr: '' });
          const expected = rows.map((row) => {
            const { answer, probabilities, interval, set } = predictor.predictCells(row);
            const beside = interval ? [interval.low, interval.high] : set ? [set.join('|')] : [];
            return [answer, ...(probabilities ?? []), ...beside].map(String);
          });
          const width = manifest.inputs.length;
          expect(await scoredCells(join(folder, 'out.csv'), width, rows.length), name).toEqual(
            expected,
          );
        });
      }
    });
  }

  it('says what it found, and leaves nothing but the output', async () => {
    await withFolder(files, async (folder) => {
      await mkdir(join(folder, 'logs'));
      const place = join(folder, 'logs');
      await writeFile(join(place, 'in.csv'), small);
      const words = [join(place, 'in.csv'), join(place, 'out.csv')];
      const { code, stdout, stderr } = await runNode(join(folder, 'score.mjs'), words);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(stderr).toMatch(/^20 rows scored\. answer: /);
      expect(stderr).toMatch(/never seen in training/);
      expect((await readdir(place)).sort()).toEqual(['in.csv', 'out.csv']);
    });
  });

  it('ends with 2 when it is asked wrongly', async () => {
    await withFolder(files, async (folder) => {
      const script = join(folder, 'score.mjs');
      await writeFile(join(folder, 'in.csv'), small);
      const same = join(folder, 'in.csv');
      for (const words of [[], ['a'], ['a', 'b', 'c'], ['a', 'b', '--fast'], [same, same]]) {
        const { code, stdout } = await runNode(script, words);
        expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: '' });
      }
      expect(await readFile(same, 'utf8')).toBe(small);
      expect(await runNode(script, ['--help'])).toMatchObject({ code: 0, stderr: '' });
    });
  });

  it('ends with 3 when the input cannot be scored, says why, and keeps the output that was there', async () => {
    const wrong: [string, RegExp][] = [
      [small.replace('colour', 'Colour'), /lacks 1 column.*“colour”[\s\S]*nearly “colour”/],
      ['', /is empty/],
      [small.split('\n')[0]!, /no rows below it/],
      [`${small}\n"open`, /A quote is opened on line 22 .*never closed/],
    ];
    await withFolder(files, async (folder) => {
      const script = join(folder, 'score.mjs');
      const words = [join(folder, 'in.csv'), join(folder, 'out.csv')];
      await writeFile(words[1]!, 'of yesterday');
      for (const [text, reason] of wrong) {
        await writeFile(words[0]!, text);
        const { code, stderr } = await runNode(script, words);
        expect(code).toBe(3);
        expect(stderr).toMatch(reason);
      }
      const { code } = await runNode(script, [join(folder, 'absent.csv'), words[1]!]);
      expect(code).toBe(3);
      expect(await readFile(words[1]!, 'utf8')).toBe('of yesterday');
    });
  });

  it('ends with 4 when a byte of any of its files but its own script was changed', async () => {
    for (const change of changedBytes(files, files.size, 'score.mjs')) {
      if (change.path === 'score.mjs') continue;
      await withFolder(withChangedByte(files, change), async (folder) => {
        await writeFile(join(folder, 'in.csv'), small);
        const words = [join(folder, 'in.csv'), join(folder, 'out.csv')];
        const { code, stderr } = await runNode(join(folder, 'score.mjs'), words);
        expect({ ...change, code }).toEqual({ ...change, code: 4 });
        expect(stderr).toMatch(/^This scorer is not as it was exported: /);
        expect(existsSync(words[1]!)).toBe(false);
      });
    }
  });

  it('ends with 5 when the output cannot be written', async () => {
    await withFolder(files, async (folder) => {
      await writeFile(join(folder, 'in.csv'), small);
      const words = [join(folder, 'in.csv'), join(folder, 'no/such/place.csv')];
      const { code, stderr } = await runNode(join(folder, 'score.mjs'), words);
      expect(code).toBe(5);
      expect(stderr).toContain('cannot be written');
    });
  });

  it('goes on after it was killed, with the same bytes as a run that was not', async () => {
    const rows = csvOf(input, askedRows(input, 2000)).split('\n');
    const [header, ...lines] = rows;
    // Long enough that it is at work for a while.
    const long = [header, ...Array.from({ length: 100 }, () => lines).flat()].join('\n');
    await withFolder(files, async (folder) => {
      const script = join(folder, 'score.mjs');
      const from = join(folder, 'in.csv');
      await writeFile(from, long);
      expect((await runNode(script, [from, join(folder, 'whole.csv')])).code).toBe(0);

      const to = join(folder, 'out.csv');
      const child = spawn(process.execPath, [script, from, to], { stdio: 'ignore' });
      const exit = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
      while (!existsSync(`${to}.state.json`) && child.exitCode === null) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      child.kill('SIGKILL');
      expect(await exit).toBe('SIGKILL');
      expect(existsSync(to)).toBe(false);

      const { code, stderr } = await runNode(script, [from, to, '--resume']);
      expect(code).toBe(0);
      expect(stderr).toMatch(/^Going on after [1-9]\d* rows\.\n200,000 rows scored/);
      expect((await readFile(to)).equals(await readFile(join(folder, 'whole.csv')))).toBe(true);
      const left = (await readdir(folder)).filter((name) => name.startsWith('out.csv'));
      expect(left).toEqual(['out.csv']);
    });
  }, 60_000);

  it('does not go on with a part that was made of another input', async () => {
    await withFolder(files, async (folder) => {
      const script = join(folder, 'score.mjs');
      const to = join(folder, 'out.csv');
      const { identity } = readBundle(files);
      const tally = {
        rows: 1,
        sum: '0',
        counts: null,
        problems: [],
        short: { count: 0, lines: [] },
        long: { count: 0, lines: [] },
      };
      const state = {
        format: 'loam.scorer-state/1',
        scorer: identity,
        input: { bytes: 1, digest: '0'.repeat(64) },
        written: 3,
        point: { position: 1, line: 2, tally, commas: [] },
      };
      await writeFile(join(folder, 'in.csv'), small);
      await writeFile(`${to}.partial`, 'abc');
      await writeFile(`${to}.state.json`, JSON.stringify(state));
      const resumed = await runNode(script, [join(folder, 'in.csv'), to, '--resume', '--quiet']);
      expect(resumed.stderr).toContain('it was made of another input. Starting anew.');
      const text = await readFile(to, 'utf8');
      expect((await runNode(script, [join(folder, 'in.csv'), to, '--quiet'])).code).toBe(0);
      expect(await readFile(to, 'utf8')).toBe(text);
    });
  });
});
