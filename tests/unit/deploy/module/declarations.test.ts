/** The types of an exported module, as the compiler of a person's project reads them. */
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { writeFile } from 'node:fs/promises';
import type { InputSignature, ModelManifest } from '../../../../src/core/model/types';
import {
  ELEMENT_DECLARATIONS,
  indexDeclarations,
} from '../../../../src/deploy/module/declarations';
import { withFolder } from '../../../support/bundle-folder';
import { someData } from '../../../support/bundle-of';
import { pageInputOf } from '../../../support/page-input';

const HOSTILE = [
  '*/ export const broken = 1; /*',
  '"; export const broken = 1; "',
  "it's `quoted` ${twice}",
  'line\nbreak\u2028and\u2029more',
  '__proto__',
  'constructor',
  '\\',
  '</script>',
  '',
  'a\ud800b',
  'ключ “name”',
  '// no comment',
];

const { manifest } = pageInputOf({ ...someData(), template: '' }).model;

const hostile: ModelManifest = {
  ...manifest,
  kind: 'multiclass',
  target: HOSTILE[0]!,
  classes: HOSTILE,
  inputs: HOSTILE.map((name, i): InputSignature => {
    const of = { name, categories: null, labels: null, quantiles: null };
    if (i % 3 === 0) return { ...of, type: 'number' };
    if (i % 3 === 1) return { ...of, type: 'category', categories: HOSTILE };
    return { ...of, type: 'boolean', labels: [HOSTILE[1]!, HOSTILE[3]!] };
  }),
};

/** What the compiler says of `use.ts` beside the declarations, in its strictest mode, libraries checked too. */
function complaints(of: ModelManifest, use: string): Promise<string[]> {
  const encoder = new TextEncoder();
  const files = new Map([
    ['index.d.ts', encoder.encode(indexDeclarations(of))],
    ['element.d.ts', encoder.encode(ELEMENT_DECLARATIONS)],
  ]);
  return withFolder(files, async (folder) => {
    await writeFile(join(folder, 'use.ts'), use);
    const program = ts.createProgram([join(folder, 'use.ts')], {
      strict: true,
      noEmit: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  });
}

describe('the types of a module', () => {
  it('hold for names of any text, in each of which the compiler sees that very text', async () => {
    const values = hostile.inputs.map(({ type }) => (type === 'number' ? 1 : type === 'boolean'));
    const row = hostile.inputs.map(({ name, type }, i) => {
      const value = type === 'category' ? HOSTILE[i]! : values[i]!;
      return `[${JSON.stringify(name)}]: ${JSON.stringify(value)}`;
    });
    const use = [
      "import { classes, predict, predictOne, card, inputs, type Class, type Row } from './index.js';",
      "import { define, LoamPredict } from './element.js';",
      `const row: Row = { ${row.join(', ')} };`,
      `const first: Class = ${JSON.stringify(HOSTILE[0])};`,
      `const names: Record<keyof Row, true> = { ${HOSTILE.map((name) => `[${JSON.stringify(name)}]: true as const`).join(', ')} };`,
      'export async function run() {',
      '  const { probabilities } = await predictOne(row);',
      '  const share: number = probabilities[first];',
      '  define(card.name);',
      "  document.querySelector('loam-predict')!.addEventListener('loam-answer', ({ detail }) => detail.answer.problems);",
      '  return [share, (await predict([row, row])).length, inputs[0]!.name, classes[0], names, LoamPredict];',
      '}',
    ];
    expect(await complaints(hostile, use.join('\n'))).toEqual([]);
  });

  it('refuse an input that the model does not have, and a value of another type', async () => {
    const use = `import type { Row } from './index.js';
export const unknown: Row = { other: 1 };
export const wrong: Row = { count: 'one' };
`;
    const found = await complaints(manifest, use);
    expect(found).toHaveLength(2);
    expect(found[0]).toContain("'other' does not exist in type 'Row'");
    expect(found[1]).toContain("Type 'string' is not assignable to type 'number'");
  });

  it('have a number and no probabilities for regression', async () => {
    const use = `import { predictOne } from './index.js';
export const doubled = predictOne({}).then(({ answer, probabilities }) => [answer * 2, probabilities satisfies null]);
`;
    const regression: ModelManifest = { ...manifest, kind: 'regression', classes: null };
    expect(await complaints(regression, use)).toEqual([]);
  });
});
