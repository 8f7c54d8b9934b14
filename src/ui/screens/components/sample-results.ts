/**
 * What the sample notebook's cells give. No kernel runs here: a cell's text is only looked at, never evaluated, and what it
 * shows follows from the words in it, so that every kind of result can be had by writing it.
 */
import type {
  CellFailure,
  ConsoleLine,
  ControlSpec,
  ControlValue,
  Inspected,
  Output,
  ShownTable,
  TableCell,
} from '../../../app/notebook/shelf-types';

export interface SampleResult {
  outputs: Output[];
  console: ConsoleLine[];
  dropped: number;
  failure: CellFailure | null;
  /** Runs until it is stopped. */
  endless: boolean;
}

export const SAMPLE_ROWS = 12_000;
const HANDLE = 1;
const DEEP = 2;

const leaf = (value: string | number | boolean | null): Inspected => ({
  type: 'leaf',
  of: value === null ? 'null' : typeof value,
  text: String(value),
  more: 0,
});

export function sampleRow(index: number): TableCell[] {
  return [
    `c${String(index + 1).padStart(5, '0')}`,
    (index * 7) % 61,
    Math.round(((index * 37) % 900) + 1999) / 100,
    ['north', 'east', 'south', 'west'][index % 4]!,
    index % 13 === 0 ? null : index % 11 === 0,
  ];
}

const table = (): ShownTable => ({
  handle: HANDLE,
  columns: [
    { name: 'customer', type: 'text' },
    { name: 'tenure_months', type: 'number' },
    { name: 'monthly_charge', type: 'number' },
    { name: 'region', type: 'text' },
    { name: 'left', type: 'boolean' },
  ],
  rows: SAMPLE_ROWS,
  first: Array.from({ length: 50 }, (_, i) => sampleRow(i)),
});

const CHART = `<svg class="plot" fill="currentColor" font-family="system-ui, sans-serif" font-size="10" text-anchor="middle" width="640" height="180" viewBox="0 0 640 180" aria-label="Recall and precision by threshold"><g stroke="var(--line)">${[30, 80, 130].map((y) => `<path d="M40 ${y}H630"/>`).join('')}</g><g text-anchor="end" fill="var(--muted)"><text x="34" y="33">1.0</text><text x="34" y="133">0.0</text></g><path fill="none" stroke="var(--c1)" stroke-width="1.8" d="M40 30C180 40 320 110 630 128"/><path fill="none" stroke="var(--c3)" stroke-width="1.8" d="M40 122C180 100 320 60 630 44"/><g fill="var(--c1)"><text x="210" y="58">recall</text></g><g fill="var(--c3)"><text x="480" y="46">precision</text></g></svg>`;

/** A ring of 28 by 28 grey pixels. */
const PICTURE = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAABwAAAAcCAAAAABXZoBIAAABZklEQVR42n1SsYqDQBTcOkWqxSrExiIGbAwIwYiBfFEiCKuokUVUMFklqCBEiygEImlMZZfuPus4vYO7K3a6fcObN/vegI93/3reb2WRXWJyPp1JfMmK8nZ/vvo3ePdd21RFGkeh72GMPT+M4rSomrbrQd896jJPIh87lokQMi0H+1GSl/WjA6+2vmYkxLaha3sI4V7TDRuHJLvWLXg2ZUYC19S/mBF73XQDkpUNuFc5CY5Ig7+hoWNA8grciiR00QH+xQG5YVKAMo2wqcH/0EwcpaCIfVsfCztV2Sjqbnzoth+DLMLG6GUrSytxJcnb0ZWBI3AJnbFxuxYFfsEL4npkdScEsW8NE3eyuOTYOcstRXlQ1iwfEM8cVFVJ4GYMZGacIKmDrumBM0aDirLiWWY6mTIsv1KGCsLg9E1uxMUcTsAEzhfi5oekdlJnUt1S/0ndEHW31KtQ70lNAjVD1PRRc0tL/CfNDweifZQGdwAAAABJRU5ErkJggg==',
  ),
  (letter) => letter.charCodeAt(0),
);

const tree: Inspected = {
  type: 'tree',
  of: 'Object',
  size: 4,
  handle: DEEP,
  entries: [
    { key: 'predict', value: leaf('left') },
    { key: 'positive', value: leaf('yes') },
    { key: 'rows', value: leaf(12000) },
    { key: 'parts', value: { type: 'tree', of: 'Array', size: 250, handle: DEEP, entries: [] } },
  ],
};

/** The text of the first template after a name, as in html`…`. */
function template(source: string, name: string): string | null {
  return new RegExp(`\\b${name}\`([^\`]*)\``).exec(source)?.[1] ?? null;
}

function controlOf(source: string): ControlSpec | null {
  const kind = /\binput\.(\w+)/.exec(source)?.[1];
  const label = /label: '([^']*)'/.exec(source)?.[1] ?? '';
  switch (kind) {
    case 'slider':
      return { type: 'slider', label, min: 0, max: 1, step: 0.01, value: 0.12 };
    case 'number':
      return { type: 'number', label, min: 1, max: 500, step: 1, value: 64 };
    case 'select':
      return { type: 'select', label, options: ['north', 'east', 'south', 'west'], value: 'east' };
    case 'text':
      return { type: 'text', label, placeholder: 'any name', value: '' };
    case 'checkbox':
      return { type: 'checkbox', label, value: true };
    case 'file':
      return { type: 'file', label, accept: '.csv' };
    case 'rows':
      return { type: 'rows', label, table: table(), value: [2] };
    default:
      return null;
  }
}

function failureOf(source: string): CellFailure | null {
  const lines = source.split('\n');
  const at = lines.findIndex((line) => /\bthrow\b/.test(line));
  if (at < 0) return null;
  return {
    name: 'RangeError',
    message: /'([^']*)'/.exec(lines[at]!)?.[1] ?? 'thrown',
    line: at + 1,
    column: lines[at]!.indexOf('throw'),
    stack: ['cell threshold, line 2'],
  };
}

export function sampleResult(
  source: string,
  control: ControlValue | undefined,
  pressed: boolean,
): SampleResult {
  const outputs: Output[] = [];
  const html = template(source, 'html');
  const svg = template(source, 'svg');
  if (html !== null) outputs.push({ type: 'html', html });
  if (svg !== null) outputs.push({ type: 'svg', svg });
  const spec = controlOf(source);
  if (spec) {
    const set = 'value' in spec && control !== undefined ? { ...spec, value: control } : spec;
    outputs.push({ type: 'control', index: 0, control: set as ControlSpec });
  }
  if (/\bthreshold\b/.test(source) && /\bat\(/.test(source))
    outputs.push({ type: 'value', value: leaf(`recall ${0.77}`) });
  if (/\bplot\./.test(source)) outputs.push({ type: 'svg', svg: CHART });
  if (/\bimage\(/.test(source)) outputs.push({ type: 'image', mime: 'image/png', bytes: PICTURE });
  if (/loam\.data\(/.test(source)) outputs.push({ type: 'table', table: table() });
  if (/loam\.task\(/.test(source)) outputs.push({ type: 'value', value: tree });
  if (/loam\.train\(/.test(source)) outputs.push({ type: 'run', run: 'sample' });
  if (/loam\.save\(/.test(source)) {
    if (pressed) outputs.push({ type: 'value', value: leaf('churn 5') });
    else outputs.push({ type: 'press', call: 1, label: 'Save churn as a model' });
  }
  const lines = [...source.matchAll(/console\.(log|info|warn|error)\('([^']*)'\)/g)];
  return {
    outputs,
    console: lines.map(([, level, text]) => ({
      level: level as ConsoleLine['level'],
      values: [leaf(text!), ...(level === 'log' ? [tree] : [])],
      repeats: level === 'warn' ? 2 : 0,
    })),
    dropped: lines.length > 3 ? 120 : 0,
    failure: failureOf(source),
    endless: /while \(true\)/.test(source),
  };
}

/** Entries of the sample tree's long list. */
export function sampleEntries(start: number, count: number) {
  const end = Math.min(250, start + count);
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => ({
    key: String(start + i),
    value: leaf(start + i),
  }));
}
