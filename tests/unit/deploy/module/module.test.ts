/** The exported ES module, imported by other processes as a person's project does. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../../../scripts/vite/compile-folder-template';
import type { TaskKind } from '../../../../src/core/task/types';
import { readBundle, type BundleFiles } from '../../../../src/deploy/bundle';
import type { ExportInput } from '../../../../src/deploy/model/types';
import { buildModule } from '../../../../src/deploy/module';
import { answerRow, type InputRow } from '../../../../src/deploy/runtime/answer-rows';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { askModule } from '../../../support/ask-module';
import { askedRows, everyNetwork } from '../../../support/asked-rows';
import { runNode, withFolder, writeFolder } from '../../../support/bundle-folder';
import { someData } from '../../../support/bundle-of';
import { changedBytes, withChangedByte } from '../../../support/changed-bytes';
import { everyRefined, refined } from '../../../support/refined';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

function expected({ model }: ExportInput, rows: readonly InputRow[]) {
  const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
  return rows.map((row) => answerRow(predictor, model.manifest, row));
}

const dataOf = (kind: TaskKind) =>
  fc.sample(
    randomData.filter((data) => data.kind === kind),
    { numRuns: 1, seed: 17 },
  )[0]!;

describe('a model as an ES module', async () => {
  const template = await compileFolderTemplate('module');
  const data = someData();
  const { template: _, ...input } = pageInputOf({ ...data, template: '', name: 'Größe <1>' });
  const files = buildModule(input, template);
  const textOf = (path: string) => new TextDecoder().decode(files.get(path));

  it('is a bundle of its kind, the same bytes each time, with no value of a row in it', () => {
    expect(readBundle(files).manifest.kind).toBe('module');
    expect(buildModule(input, template)).toEqual(files);
    const all = [...files.values()].map((bytes) => new TextDecoder().decode(bytes)).join('\n');
    for (const secret of data.secrets) expect(all).not.toContain(secret);
  });

  it('has at most 15 KB of code without the weights, as browsers get it', () => {
    expect(brotliCompressSync(template['index.js']!).length).toBeLessThanOrEqual(15_000);
    expect(textOf('index.js')).toBe(template['index.js']);
    expect(textOf('index.js')).not.toMatch(/node:|process\.|\bfetch\b/);
    const imported = [...textOf('index.js').matchAll(/\bfrom\s*"([^"]+)"/g)].map(
      ([, from]) => from,
    );
    expect(imported.sort()).toEqual(['./derive.js', './model-data.js']);
    // What makes columns by expressions comes along where a model has such; else a line.
    expect(textOf('derive.js').length).toBeLessThan(200);
  });

  it('has nothing but data in model-data.js', () => {
    const lines = textOf('model-data.js').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^\/\*\* [^*]+ \*\/$/);
    expect(lines[1]).toMatch(/^export const card = "sha256:[0-9a-f]{64}";$/);
    expect(lines[2]).toBe('export const objects = {');
    for (const line of lines.slice(3, -1))
      expect(line).toMatch(/^ {2}"[0-9a-f]{64}": "[\w+/=]+",?$/);
    expect(lines.at(-1)).toBe('};');
  });

  for (const kind of ['binary', 'multiclass', 'regression'] as const) {
    it(`answers 1,000 rows with the bits of the app, and says the same of bad ones: ${kind}`, async () => {
      for (const [name, one] of await everyNetwork(dataOf(kind))) {
        const rows: InputRow[] = askedRows(one, 1000);
        const [first] = one.model.manifest.inputs;
        rows.push({}, { [first!.name]: { a: [1] }, other: 1 }, { [first!.name]: true });
        const { answers } = await askModule(buildModule(one, template), rows);
        expect(answers, name).toEqual(JSON.parse(JSON.stringify(expected(one, rows))));
      }
    });
  }

  for (const kind of ['binary', 'multiclass', 'regression'] as const) {
    it(`answers calibrated, with an interval or a set, with the bits of the app: ${kind}`, async () => {
      for (const [name, one] of await everyRefined(dataOf(kind), [true])) {
        const rows: InputRow[] = askedRows(one, 300);
        const wanted = expected(one, rows);
        const { answers } = await askModule(buildModule(one, template), rows);
        expect(answers, name).toEqual(JSON.parse(JSON.stringify(wanted)));
        const beside = kind === 'regression' ? ['low', 'high'] : ['set'];
        expect(Object.keys(wanted[0]!), name).toEqual([
          'answer',
          'probabilities',
          ...beside,
          'problems',
        ]);
      }
    });
  }

  it('rejects what is no list of rows, and names the one that is no row', async () => {
    expect((await askModule(files, {})).thrown).toMatch(/^TypeError: predict takes a list of rows/);
    expect((await askModule(files, [{}, 7])).thrown).toMatch(/^TypeError: row 1 is not an object/);
  });

  it('gives no answer with another byte in its data, and no other answer with one anywhere around it', async () => {
    const only: BundleFiles = new Map([['model-data.js', files.get('model-data.js')!]]);
    const rows = askedRows(input, 3);
    const answers = JSON.parse(JSON.stringify(expected(input, rows))) as unknown[];
    const text = textOf('model-data.js');
    /** Between quotes, which is where all data is. */
    const isData = (at: number) =>
      text[at] !== '"' && text.slice(0, at).split('"').length % 2 === 0;
    for (const change of changedBytes(only, 16, 'model-data.js')) {
      const said = await askModule(withChangedByte(files, change), rows);
      if (said.answers && !isData(change.at)) expect(said.answers).toEqual(answers);
      else expect(said).toEqual({ thrown: expect.stringMatching(/Error: ./) as string });
    }
  });

  it('passes its own npm test, with intervals and sets too', async () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: { test: string } };
    const [, ...words] = scripts.test.split(' ');
    const more = (['binary', 'regression'] as const).map((kind) => {
      const one = pageInputOf({ ...dataOf(kind), template: '' });
      const calibrator = kind === 'binary' ? 'isotonic' : 'none';
      return buildModule(refined(one, { calibrator, isConformal: true }), template);
    });
    for (const each of [files, ...more]) {
      await withFolder(each, async (folder) => {
        const { code, stdout } = await runNode(
          words[0]!,
          words.slice(1).map((word) => join(folder, word)),
        );
        expect(stdout).toMatch(/pass 4\b/);
        expect(code).toBe(0);
      });
    }
  });

  it('can be imported where there is no DOM, also its element, as pages that servers render do', async () => {
    await withFolder(files, async (folder) => {
      await writeFile(join(folder, 'ssr.mjs'), "await import('./element.js');\n");
      expect(await runNode(join(folder, 'ssr.mjs'))).toEqual({ code: 0, stdout: '', stderr: '' });
    });
  });

  it('builds cleanly with Vite under its own name, and what is built answers alike', async () => {
    const rows = askedRows(input, 50);
    await withFolder(new Map(), async (app) => {
      expect((JSON.parse(textOf('package.json')) as { name: string }).name).toBe('gro-e-1');
      await writeFolder(files, join(app, 'node_modules/gro-e-1'));
      await mkdir(join(app, 'src'));
      const main = `import { predict } from 'gro-e-1';\nglobalThis.answers = predict(${JSON.stringify(rows)});\n`;
      await writeFile(join(app, 'src/main.js'), main);
      const page = '<!doctype html><script type="module" src="/src/main.js"></script>';
      await writeFile(join(app, 'index.html'), page);
      const warnings: string[] = [];
      const environment = process.env.NODE_ENV;
      await build({
        configFile: false,
        root: app,
        logLevel: 'warn',
        customLogger: {
          info: () => undefined,
          warn: (text) => warnings.push(text),
          warnOnce: (text) => warnings.push(text),
          error: (text) => warnings.push(text),
          clearScreen: () => undefined,
          hasErrorLogged: () => false,
          hasWarned: false,
        },
        build: { modulePreload: false },
      });
      process.env.NODE_ENV = environment;
      expect(warnings).toEqual([]);
      const [script] = (await readdir(join(app, 'dist/assets'))).filter((each) =>
        /\.js$/.test(each),
      );
      const code = await readFile(join(app, 'dist/assets', script!), 'utf8');
      await writeFile(
        join(app, 'built.mjs'),
        `${code}\nconsole.log(JSON.stringify(await globalThis.answers));`,
      );
      const { stdout } = await runNode(join(app, 'built.mjs'));
      expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(expected(input, rows))));
    });
  });
});
