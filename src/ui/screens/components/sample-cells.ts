/** The text of the sample notebook: a cell for each kind of result. */
import type { CellKind, SmartForm } from '../../../core/notebook/types';

export interface SampleCell {
  kind: CellKind;
  source: string;
  smart?: SmartForm;
  collapsed?: boolean;
  /** It came with a file. */
  foreign?: boolean;
}

const code = (source: string, more: Partial<SampleCell> = {}): SampleCell => ({
  kind: 'code',
  source,
  ...more,
});
const text = (source: string): SampleCell => ({ kind: 'markdown', source });

export const SAMPLE_CELLS: readonly SampleCell[] = [
  text('# Who leaves?\n\nWhich threshold is worth it, at **400** a miss and **25** a false alarm?'),
  code("const data = await loam.data('churn@3')"),
  code(
    "const task = loam.task(data, { predict: 'left', positive: 'yes', id: 'customer', audit: ['region'] })",
  ),
  code('const ladder = await loam.train(task, [loam.model.baseline(), loam.model.trees()])', {
    smart: {
      form: 'train',
      values: { task: 'task', kinds: ['baseline', 'trees'], seed: 1, calibrate: true },
    },
  }),
  code(
    "// Where a letter is worth its price.\nconst threshold = input.slider({ min: 0, max: 1, label: 'Threshold' })",
  ),
  code('plot.line(ladder.at(threshold))'),
  code(
    'html`<h2>At the threshold</h2><p>Finds <b>148 of 192</b> leavers and calls <b>510</b> others. Saves about <b>46,450</b> over calling nobody.</p>`',
    { collapsed: true },
  ),
  text('## Inputs of every kind'),
  code("const region = input.select({ label: 'Region', options: regions })"),
  code("const hidden = input.number({ label: 'Hidden units' })"),
  code("const who = input.text({ label: 'Name' })"),
  code("const calibrated = input.checkbox({ label: 'Calibrated' })"),
  code("const letters = input.file({ label: 'Letters that were sent' })"),
  code("const some = input.rows(data, { label: 'Customers to look at' })"),
  text('## When things go wrong\n\n- [x] seen\n- [ ] repaired'),
  code(
    "const top = ladder.best\nif (top.recall < threshold) {\n  throw new RangeError('no model finds so many')\n}",
  ),
  code(
    "console.log('rows')\nconsole.info('read in 9 ms')\nconsole.warn('17 near duplicates')\nconsole.error('cancel_form gives the target away')",
  ),
  code('const unfinished = ladder.map((each) => {\n  return [each.name'),
  code("const model = await loam.save(ladder.best, 'churn', { threshold })"),
  code("const outside = await loam.data('payments@1')", { foreign: true }),
  code('const picture = image(pixels)'),
];

export function manyCells(count: number): SampleCell[] {
  return Array.from({ length: count }, (_, i) =>
    i % 10 === 0
      ? text(`## Part ${i / 10 + 1}\n\nTen steps of a long calculation.`)
      : code(`// Step ${i}\nconst step${i} = html\`<p>step ${i}</p>\`\nconst twice${i} = step${i}`),
  );
}
