/** An API package as it leaves: signed, served by its own server, with rows to ask it and the app's own answers. */
import { spawn, type ChildProcess } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Cell } from '../../src/core/dataset/types';
import type { InputSignature } from '../../src/core/model/types';
import { buildApi } from '../../src/deploy/api';
import { signBundle } from '../../src/deploy/bundle';
import { rowOf } from '../../src/deploy/model/golden-examples';
import { makePredictor } from '../../src/ml/predict/predictor';
import { newSigner } from '../../tests/support/bundle-of';
import { compileFolderTemplate } from '../vite/compile-folder-template';
import { askedRows, type InteropModel } from './make-models';
import { writeFiles } from './write-artefacts';

const NAME = 'churn';
const ROWS = 100;

interface ServedPackage {
  stop(): Promise<void>;
}

/** A column as the Open Inference Protocol carries it: texts where a value is missing, for which JSON has no number. */
function tensorOf({ name, type }: InputSignature, cells: readonly Cell[]) {
  const isNumber = type === 'number' || type === 'integer';
  const shape = [cells.length];
  if (isNumber && !cells.includes(null)) return { name, shape, datatype: 'FP64', data: cells };
  const text = (cell: Cell) =>
    type === 'datetime' && typeof cell === 'number' ? new Date(cell).toISOString() : String(cell);
  return {
    name,
    shape,
    datatype: 'BYTES',
    data: cells.map((cell) => (cell === null ? '' : text(cell))),
  };
}

/** Rows without and with missing values, and what the app answers to them. */
function expectations(asked: InteropModel) {
  const { manifest, preprocessing, weights } = asked.input.model;
  const rows = askedRows(asked, ROWS);
  const complete = rows.filter((row) => !row.includes(null));
  const predictor = makePredictor(manifest, preprocessing, weights);
  return [complete, rows].map((some) => {
    const answers = some.map((row) => predictor.predictCells(rowOf(manifest.inputs, row)));
    return {
      inputs: manifest.inputs.map((input, i) =>
        tensorOf(
          input,
          some.map((row) => row[i] ?? null),
        ),
      ),
      labels: answers.map(({ answer }) => answer),
      probabilities: answers.flatMap(({ probabilities }) => probabilities),
    };
  });
}

/** Where the server listens, by its own log. */
async function addressOf(server: ChildProcess): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: server.stdout! })) {
    lines.push(line);
    const { event, address } = JSON.parse(line) as { event?: string; address?: string };
    if (event === 'listening' && address !== undefined) return address;
  }
  throw new Error(`the API package did not start: ${lines.join(' | ')}`);
}

/** Written to `bundle`, two versions under one name, of which the first answers; `api.json` beside it says where, and what. */
export async function serveApiPackage(
  root: string,
  models: readonly InteropModel[],
): Promise<ServedPackage> {
  const [champion, challenger] = models.filter(({ name }) => name.startsWith(`${NAME}-`));
  const versions = [champion!, challenger!];
  const files = buildApi({
    models: versions.map(({ input }, i) => ({ ...input, name: NAME, version: i + 1 })),
    template: await compileFolderTemplate('api'),
  });
  const folder = join(root, 'bundle');
  await writeFiles(folder, await signBundle(files, await newSigner()));
  // Node finds the server's packages here, and the folder stays as it was signed.
  await symlink(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));

  const server = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env: { PATH: process.env.PATH, LOAM_PORT: '0', LOAM_DRAIN_DELAY_MS: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  try {
    const url = await addressOf(server);
    server.stdout.resume();
    const expected = { url, name: NAME, requests: expectations(champion!) };
    await writeFile(join(root, 'api.json'), JSON.stringify(expected));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
