/**
 * A support vector machine of scikit-learn behind the package on ONNX Runtime, installed and run by npm alone: 300 MB, so no part of
 * `npm test`. `npm run soak -- api-imported`.
 */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { prepareExport } from '../../src/app/commands/export-model';
import { unzipBundle } from '../../src/deploy/bundle';
import { folderOf, startApi } from '../support/api/api-process';
import { irisPlace, keptIrisModel } from '../support/kept-iris';
import { sampleLines } from '../support/notebook-place';

it('an imported file behind onnxruntime-node answers the irises as the app does', async () => {
  const place = await irisPlace();
  const model = await keptIrisModel(place, 'svc');
  const { bytes } = await prepareExport(place.session, 'api', [model]);
  const folder = folderOf(unzipBundle(bytes), 'none');
  const npm = (...words: string[]) =>
    spawnSync('npm', words, {
      cwd: folder.path,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    });
  try {
    expect(npm('ci')).toMatchObject({ status: 0 });
    expect(npm('test')).toMatchObject({ status: 0 });
    const server = startApi(folder.path, { LOAM_DRAIN_DELAY_MS: '0' }, ['npm', 'start']);
    const address = await server.listening;
    const [, ...lines] = sampleLines('iris.csv', 150).trim().split('\n');
    const { inputs } = model.manifest;
    const rows = lines.map((line) => {
      const cells = line.split(',').map(Number);
      return Object.fromEntries(inputs.map(({ name }, i) => [name, cells[i]!]));
    });
    const response = await fetch(`${address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rows),
    });
    const { answers } = (await response.json()) as {
      answers: { answer: string; probabilities: Record<string, number> }[];
    };
    expect(answers).toHaveLength(150);
    for (const [i, { answer, probabilities }] of answers.entries()) {
      const wanted = await model.predictor.predictCells(rows[i]!);
      expect(answer).toBe(wanted.answer);
      model.manifest.classes!.forEach((label, c) =>
        expect(Math.abs(probabilities[label]! - wanted.probabilities![c]!)).toBeLessThan(1e-5),
      );
    }
    process.kill(-server.child.pid!, 'SIGTERM');
    await server.ended;
  } finally {
    folder.remove();
    place.close();
  }
}, 300_000);
