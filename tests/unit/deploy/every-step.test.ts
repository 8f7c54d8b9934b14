/** Models whose inputs are made in every way there is: the same answers wherever they go, and no rare category goes along. */
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../../scripts/vite/compile-folder-template';
import { buildApi } from '../../../src/deploy/api';
import { rowOf } from '../../../src/deploy/model/golden-examples';
import type { ExportInput } from '../../../src/deploy/model/types';
import { buildModule } from '../../../src/deploy/module';
import { writeOnnx } from '../../../src/deploy/onnx';
import { buildPage } from '../../../src/deploy/page';
import { buildScorer } from '../../../src/deploy/scorer';
import { askedRows } from '../../support/asked-rows';
import { bareTemplate } from '../../support/bare-template';
import { everyStep } from '../../support/every-step';
import { expectSameAnswers } from '../../support/onnx-agreement';
import { refined } from '../../support/refined';

const decode = (bytes: Uint8Array | string) =>
  typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');

/** Every readable text, and what stands in it as base64. */
function everyText(text: string): string {
  const inner = [...text.matchAll(/[\w+/]{80,}={0,2}/g)].map(([packed]) =>
    Buffer.from(packed, 'base64').toString('latin1'),
  );
  return [text, ...inner].join('\n');
}

describe('a model with made, encoded and grouped inputs', async () => {
  const { input, secrets } = await everyStep(4);
  const calibrated = refined(input, { calibrator: 'isotonic', isConformal: true });
  const models: [string, ExportInput][] = [
    ['plain', input],
    ['calibrated, with sets', calibrated],
  ];

  it('answers 1,000 rows as ONNX within 1e-5 of the app', async () => {
    for (const [name, one] of models) {
      const { inputs } = one.model.manifest;
      const rows = askedRows(one, 1000).map((row) => inputs.map((each) => row[each.name]!));
      expect(rows.map((cells) => Object.keys(rowOf(inputs, cells)).length)).toContain(
        inputs.length,
      );
      await expectSameAnswers(one.model, rows, name);
    }
  });

  it('takes no category of under 10 rows along, in page, module, scorer, server or ONNX, tables of encodings included', async () => {
    const templates = {
      module: await compileFolderTemplate('module'),
      scorer: await compileFolderTemplate('scorer'),
      api: await compileFolderTemplate('api'),
    };
    for (const [name, one] of models) {
      const packages = [
        buildModule(one, templates.module),
        buildScorer(one, templates.scorer),
        buildApi({ models: [one], template: templates.api }),
      ].flatMap((files) => [...files.values()].map(decode));
      const all = [
        ...packages,
        decode(buildPage({ ...one, template: bareTemplate })),
        decode(writeOnnx(one.model)),
      ];
      const text = all.map(everyText).join('\n');
      // What more rows have is there, so that the search finds what there is to find.
      expect(text, name).toContain('Bonn');
      for (const secret of secrets) expect(text, name).not.toContain(secret);
    }
  });
});
