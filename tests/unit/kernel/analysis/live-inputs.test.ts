import { describe, expect, it, test } from 'vitest';
import { NotebookGraph } from '../../../../src/kernel/analysis';
import { portability } from '../../../../src/kernel/analysis/live-calls';
import { liveInputs } from '../../../../src/kernel/analysis/live-inputs';

const obstacle = (source: string) => {
  const found = portability(source);
  return found.type === 'bound' ? found.obstacle : null;
};

describe('a cell that can run away from its workspace', () => {
  test.each([
    'const x = 1 + Math.sqrt(2); [x].map((v) => v * 2)',
    'const t = input.slider({ min: 0, max: 1 })',
    'const m: unknown = await loam.model("churn@2")',
    'const m = await loam.model(`churn`)',
    'const a = (await loam.predict(m, rows)).map(({ answer }) => answer)',
    'md`# ${answer}`; html`<b>${1}</b>`; svg`<g/>`',
    'Plot.plot({ marks: [plot.dot(rows)] })',
    // Names that the cell makes itself mean something else.
    'const sizes = rows.map((input) => input.width); const f = ({ loam }) => loam.data("x")',
    'const object = { loam: 1, input: 2, eval: 3 }; object.loam + object.input',
    'import_ = 1; const of = "loam.data(x)" // loam.data("y")',
  ])('%s', (source) => {
    expect(obstacle(source)).toBeNull();
  });

  test.each([
    ['const d = await loam.data("churn")', { type: 'step', step: 'loam.data' }],
    ['await loam.train(task, loam.model.linear())', { type: 'step', step: 'loam.train' }],
    ['const s = loam.model.linear()', { type: 'passed-on', name: 'loam' }],
    ['const all = await loam.models()', { type: 'step', step: 'loam.models' }],
    ['const { data } = loam', { type: 'passed-on', name: 'loam' }],
    ['const l = loam; l.data("churn")', { type: 'passed-on', name: 'loam' }],
    ['f(loam)', { type: 'passed-on', name: 'loam' }],
    ['const o = { loam }', { type: 'passed-on', name: 'loam' }],
    ['loam["data"]("churn")', { type: 'passed-on', name: 'loam' }],
    ['loam[verb]("churn")', { type: 'passed-on', name: 'loam' }],
    ['(0, loam.data)("churn")', { type: 'passed-on', name: 'loam' }],
    ['loam.predict.call(null, m, rows)', { type: 'passed-on', name: 'loam' }],
    ['await loam.model(name)', { type: 'model-name' }],
    ['await loam.model(`churn@${version}`)', { type: 'model-name' }],
    ['await loam.model(...names)', { type: 'model-name' }],
    ['await loam.model()', { type: 'model-name' }],
    ['const f = input.file({ accept: ".csv" })', { type: 'step', step: 'input.file' }],
    ['const r = input.rows(table)', { type: 'step', step: 'input.rows' }],
    ['const i = input; i.file()', { type: 'passed-on', name: 'input' }],
    ['tf.tensor([1])', { type: 'name', name: 'tf' }],
    ['aq.from([])', { type: 'name', name: 'aq' }],
    ['eval("loam.data(1)")', { type: 'name', name: 'eval' }],
    ['import { a } from "mine"; a', { type: 'module' }],
    ['const m = await import(name)', { type: 'module' }],
    ['const broken = (', { type: 'not-run' }],
  ])('%s has to stay', (source, expected) => {
    expect(obstacle(source)).toEqual(expected);
  });

  it('names each model once, and says whether it draws', () => {
    const source =
      'await loam.model("a@1"); await loam.model(" a@1 "); await loam.model("b"); Plot.dot([])';
    expect(portability(source)).toEqual({ type: 'portable', models: ['a@1', 'b'], plots: true });
  });
});

function judge(sources: Record<string, string>, stale: string[] = []) {
  const graph = new NotebookGraph();
  for (const [cell, source] of Object.entries(sources)) graph.set(cell, source);
  graph.arrange(Object.keys(sources));
  return liveInputs(graph, (cell) => !stale.includes(cell));
}

const MODEL = 'const m = await loam.model("churn@2")';

describe('an input that stays live', () => {
  it('brings what reads from it, and what those need, in dependency order', () => {
    const found = judge({
      out: 'md`${answer}`',
      answer: 'const answer = (await loam.predict(m, { age, fee })).answer',
      age: 'const age = input.slider({ min: 18, max: 90 })',
      fee: 'const fee = base * 2',
      base: 'const base = 10',
      model: MODEL,
      apart: 'const apart = await loam.data("churn")',
    });
    expect(found.live).toEqual(['age']);
    expect(found.frozen).toEqual([]);
    expect(new Set(found.runs)).toEqual(new Set(['age', 'base', 'fee', 'model', 'answer', 'out']));
    expect(found.runs.indexOf('answer')).toBeGreaterThan(found.runs.indexOf('model'));
    expect(found.runs.at(-1)).toBe('out');
    expect(found.models).toEqual(['churn@2']);
    expect(found.plots).toBe(false);
  });

  it('is frozen by what reads from it, at any distance', () => {
    const found = judge({
      most: 'const most = input.slider({ min: 1, max: 9 })',
      twice: 'const twice = most * 2',
      rows: '(await loam.data("churn")).head(twice)',
    });
    expect(found.live).toEqual([]);
    expect(found.runs).toEqual([]);
    expect(found.frozen).toEqual([
      { cell: 'most', because: 'rows', obstacle: { type: 'step', step: 'loam.data' } },
    ]);
  });

  it('is frozen by what its readers need besides it', () => {
    const found = judge({
      age: 'const age = input.number({})',
      data: 'const data = await loam.data("churn")',
      out: '[age, data]',
    });
    expect(found.frozen.map(({ cell, because }) => [cell, because])).toEqual([['age', 'data']]);
  });

  it('may need another input that is frozen, which then runs as it was set', () => {
    const found = judge({
      one: 'const one = input.slider({})',
      two: 'const two = input.slider({})',
      both: 'md`${one} ${two}`',
      data: '(await loam.data("churn")).head(two)',
    });
    expect(found.live).toEqual(['one']);
    expect(found.frozen.map(({ cell }) => cell)).toEqual(['two']);
    expect(new Set(found.runs)).toEqual(new Set(['one', 'two', 'both']));
  });

  it('is not live where a cell did not run as it is now, or has problems', () => {
    const cells = { age: 'const age = input.number({})', out: 'md`${age}`' };
    expect(judge(cells).live).toEqual(['age']);
    expect(judge(cells, ['out']).frozen).toMatchObject([
      { cell: 'age', because: 'out', obstacle: { type: 'not-run' } },
    ]);
    const unknown = judge({ ...cells, bad: 'age + nobody' });
    expect(unknown.frozen).toMatchObject([{ because: 'bad', obstacle: { type: 'not-run' } }]);
  });

  it('is none where another cell took the name', () => {
    const found = judge({
      own: 'const input = { slider: () => 4 }',
      use: 'const x = input.slider()',
    });
    expect([...found.live, ...found.frozen]).toEqual([]);
  });
});
