/**
 * The package on ONNX Runtime as a stranger gets it, installed and run by npm. Installing takes 300 MB, so this is no part
 * of `npm test`: `npm run soak -- api-onnx`.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileFolderTemplate } from '../../scripts/vite/compile-folder-template';
import { buildApi } from '../../src/deploy/api';
import { unzipBundle, zipBundle } from '../../src/deploy/bundle';
import { rowOf } from '../../src/deploy/model/golden-examples';
import { answerDifference, modelPorts } from '../../src/deploy/onnx';
import { makePredictor } from '../../src/ml/predict/predictor';
import { folderOf, startApi } from '../support/api/api-process';
import { someData } from '../support/bundle-of';
import { pageInputOf } from '../support/page-input';
import { seeded } from '../support/seeded';

const template = {
  ...(await compileFolderTemplate('api')),
  ...(await compileFolderTemplate('api-onnx')),
};
const one = pageInputOf({ ...someData(), template: '', name: 'Größe <1>' });
const two = {
  ...pageInputOf({ ...someData(), template: '', name: one.name, seed: 2 }),
  version: 2,
};

it('an API package on ONNX Runtime is installed, tested, checked and started by npm alone, and answers 1,000 rows as the app', async () => {
  const made = buildApi({ models: [one, two], template, runtime: 'onnx' });
  const folder = folderOf(unzipBundle(zipBundle(made)), 'none');
  const npm = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync('npm', words, {
      cwd: folder.path,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    });
    return { status, text: stdout + stderr };
  };
  try {
    expect(npm('ci')).toMatchObject({ status: 0 });
    const tested = npm('test');
    expect([tested.status, tested.text]).toEqual([0, expect.stringMatching(/^# fail 0$/m)]);
    expect(npm('run', 'verify')).toMatchObject({ status: 0 });
    const server = startApi(folder.path, { LOAM_DRAIN_DELAY_MS: '0' }, ['npm', 'start']);
    const address = await server.listening;
    const { manifest, preprocessing, weights } = one.model;
    const predictor = makePredictor(manifest, preprocessing, weights);
    const ports = modelPorts(manifest);
    const { uniform, pick } = seeded(5);
    const rows = Array.from({ length: 1000 }, () =>
      manifest.inputs.map(({ type, categories, labels }) => {
        if (labels) return pick(labels);
        if (categories) return pick([...categories, 'unseen', '']);
        return type === 'datetime' ? Math.floor(uniform() * 1e12) : uniform() * 100 - 20;
      }),
    );
    const response = await fetch(`${address}/predict?version=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rows.map((row) => rowOf(manifest.inputs, row))),
    });
    const found = (await response.json()) as {
      runtime: string;
      answers: { answer: string | number; probabilities: Record<string, number> | null }[];
    };
    expect([found.runtime, found.answers.length]).toEqual(['onnxruntime', 1000]);
    const differences = found.answers.flatMap(({ answer, probabilities }, row) => {
      const expected = predictor.predictCells(rowOf(manifest.inputs, rows[row]!));
      const answers = probabilities
        ? {
            [ports.label]: [String(answer)],
            [ports.probabilities]: manifest.classes!.map((label) => probabilities[label]!),
          }
        : { [ports.value]: [Number(answer)] };
      const difference = answerDifference(manifest, expected, answers, 0);
      return difference === null ? [] : [`row ${row}: ${difference}`];
    });
    expect(differences).toEqual([]);
    process.kill(-server.child.pid!, 'SIGTERM');
    await server.ended;

    appendFileSync(join(folder.path, 'models/1/model.onnx'), '\0');
    const altered = startApi(folder.path);
    expect(await altered.ended).toBe(65);
    expect(altered.lines.at(-1)!.reason).toMatch(/model\.onnx was changed/);
  } finally {
    folder.remove();
  }
});
