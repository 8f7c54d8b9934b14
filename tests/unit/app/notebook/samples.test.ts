import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withDataNamed } from '../../../../src/app/notebook/with-data-named';
import type { SampleNotebook } from '../../../../src/app/notebook/shelf-types';
import { fromPercentText, toPercentText } from '../../../../src/core/notebook/percent-text';
import { NotebookGraph } from '../../../../src/kernel/analysis';
import { SAMPLES } from '../../../../src/app/samples';

const FOLDER = new URL('../../../../public/samples/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, FOLDER), 'utf8');
const listed = JSON.parse(read('notebooks/notebooks.json')) as SampleNotebook[];

describe('the notebooks that ship with the app', () => {
  it('are those in the folder, each with a title of its own, a sentence and data that ship too', () => {
    const files = readdirSync(new URL('notebooks', FOLDER)).filter((name) => name.endsWith('.ts'));
    expect(listed.map(({ file }) => file).sort()).toEqual(files.sort());
    expect(new Set(listed.map(({ title }) => title)).size).toBe(listed.length);
    const data = SAMPLES.map(({ file }) => file);
    for (const { sentence, datasets } of listed) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      for (const file of datasets) expect(data).toContain(file);
    }
  });

  describe.each(listed.map((sample) => [sample.title, sample] as const))('%s', (title, sample) => {
    const text = read(`notebooks/${sample.file}`);
    const { notebook, problems } = fromPercentText(text);

    it('is read without a problem, under its title, and written again to the byte', () => {
      expect(problems).toEqual([]);
      expect(notebook.title).toBe(title);
      expect(toPercentText(notebook)).toBe(text);
    });

    it('gives every cell an id of its own', () => {
      const given = [...text.matchAll(/^\/\/ %% id=(\S+)/gm)].map(([, id]) => id);
      expect(notebook.cells.map(({ id }) => id)).toEqual(given);
      expect(new Set(given).size).toBe(given.length);
    });

    it('has no cell with a problem: every name is declared once, and none goes in a circle', () => {
      const graph = new NotebookGraph();
      const code = notebook.cells.filter(({ kind }) => kind === 'code');
      for (const { id, source } of code) graph.set(id, source);
      for (const { id } of code) expect(graph.problemsOf(id), id).toEqual([]);
    });

    it('reads the data that it names, and these only', () => {
      const named = [...text.matchAll(/loam\.data\("([^"]*)"\)/g)].map(([, name]) => `${name}.csv`);
      expect(named).toEqual(sample.datasets);
      expect(text.match(/loam\.data\(/g)).toHaveLength(named.length);
      for (const name of named) expect(text).not.toMatch(new RegExp(`"${name}"`));
    });
  });
});

describe('a copy whose data came under another name', () => {
  it('reads that name, whatever stands in it, and nothing else changes', () => {
    const text = 'const d = await loam.data("iris"); // iris\nawait loam.data("wine")';
    const named = withDataNamed(text, new Map([['iris', 'iris "$&" sample']]));
    expect(named).toBe(
      'const d = await loam.data("iris \\"$&\\" sample"); // iris\nawait loam.data("wine")',
    );
    expect(withDataNamed(text, new Map([['iris', 'iris']]))).toBe(text);
  });
});
