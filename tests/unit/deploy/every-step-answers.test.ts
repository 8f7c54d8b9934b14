/** Models whose inputs are made in every way there is, words of texts too: module, scorer and server answer with the bits of the app. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../../scripts/vite/compile-folder-template';
import { buildApi } from '../../../src/deploy/api';
import { buildModule } from '../../../src/deploy/module';
import { answerRow } from '../../../src/deploy/runtime/answer-rows';
import { buildScorer } from '../../../src/deploy/scorer';
import { makePredictor } from '../../../src/ml/predict/predictor';
import { folderOf, startApi } from '../../support/api/api-process';
import { askedRows } from '../../support/asked-rows';
import { askModule } from '../../support/ask-module';
import { runNode, withFolder } from '../../support/bundle-folder';
import { everyStep } from '../../support/every-step';
import { refined } from '../../support/refined';
import { scoredCells } from '../../support/scored-cells';

describe('a model that takes texts apart, calibrated and with sets', async () => {
  const { input } = await everyStep(5, { withWords: true });
  const model = refined(input, { calibrator: 'isotonic', isConformal: true });
  const { manifest, preprocessing, weights } = model.model;
  const predictor = makePredictor(manifest, preprocessing, weights);
  const rows = askedRows(model, 1000);
  const answers = rows.map((row) => answerRow(predictor, manifest, row));
  const asJson = JSON.parse(JSON.stringify(answers)) as unknown[];

  it('hangs on the words', () => {
    const [row] = rows;
    const said = ['some text', 'schön', null].map((note) =>
      JSON.stringify(predictor.predictCells({ ...row!, note }).probabilities),
    );
    expect(new Set(said).size).toBeGreaterThan(1);
  });

  it('answers 1,000 rows with the bits of the app as a module', async () => {
    const { answers: said } = await askModule(
      buildModule(model, await compileFolderTemplate('module')),
      rows,
    );
    expect(said).toEqual(asJson);
  });

  it('answers 1,000 rows with the bits of the app as a scorer', async () => {
    await withFolder(buildScorer(model, await compileFolderTemplate('scorer')), async (folder) => {
      const names = manifest.inputs.map(({ name }) => name);
      const cells = rows.map((row) => names.map((name) => row[name] ?? ''));
      const [from, to] = [join(folder, 'in.csv'), join(folder, 'out.csv')];
      await writeFile(from, Papa.unparse([names, ...cells], { newline: '\n' }));
      const ran = await runNode(join(folder, 'score.mjs'), [from, to, '--quiet']);
      expect(ran).toEqual({ code: 0, stdout: '', stderr: '' });
      const scored = await scoredCells(to, names.length, rows.length);
      expect(scored).toEqual(
        rows.map((row) => {
          const { answer, probabilities, set } = predictor.predictCells(row);
          return [answer, ...probabilities!, set!.join('|')].map(String);
        }),
      );
    });
  });

  it('answers 1,000 rows with the bits of the app as a server', async () => {
    const template = await compileFolderTemplate('api');
    const folder = folderOf(buildApi({ models: [model], template }));
    const server = startApi(folder.path, { LOAM_DRAIN_DELAY_MS: '0' });
    try {
      const response = await fetch(`${await server.listening}/predict`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(rows),
      });
      expect(response.status).toBe(200);
      const { answers: said } = (await response.json()) as { answers: object[] };
      expect(said).toEqual(asJson);
    } finally {
      server.child.kill('SIGKILL');
      await server.ended;
      folder.remove();
    }
  });
});
