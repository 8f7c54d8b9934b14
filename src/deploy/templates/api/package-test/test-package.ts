/** What `npm test` of a package does: starts its own server, and asks it what the models must answer. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const readJson = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));

interface Manifest {
  models: { name: string; version: number; folder: string }[];
}
export interface Model {
  kind: string;
  targetTransform: { offset: number; scale: number };
  inputs: { name: string; type: string }[];
  classes: string[] | null;
}
type Cell = string | number | boolean | null;
interface Golden {
  examples: { input: Cell[]; output: string[] }[];
}
interface Answers {
  model: string;
  version: number;
  runtime: string;
  answers: {
    answer: number;
    probabilities: Record<string, number> | null;
    low?: number;
    high?: number;
    set?: string[];
  }[];
}
interface Inference {
  model_version: string;
  outputs: { name: string; shape: number[]; data: (number | boolean)[] }[];
}

/** How the answers of a runtime are those of the golden examples. */
export interface Likeness {
  /** As part of a sentence: "with the same bits". */
  words: string;
  /** As answers name it. */
  runtime: string;
  /** @throws AssertionError where they are not alike @param wanted 16 hex digits of each number */
  check(values: readonly number[], wanted: readonly string[], model: Model): void;
}

export function testPackage({ words, runtime, check }: Likeness): void {
  const { models } = readJson('bundle.json') as Manifest;
  let server: ChildProcess;
  let address = '';

  before(async () => {
    const env = { PATH: process.env.PATH, LOAM_PORT: '0', LOAM_DRAIN_DELAY_MS: '0' };
    server = spawn(process.execPath, ['server.mjs'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: server.stdout! })) {
      const event = JSON.parse(line) as { event: string; address?: string };
      assert.equal(event.event, 'listening', line);
      address = event.address!;
      break;
    }
    assert.notEqual(address, '', 'the server did not start');
  });

  after(() => {
    server.kill('SIGKILL');
  });

  async function ask<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text) as T;
  }

  for (const { name, version, folder: place } of models) {
    const model = readJson(`${place}/model.json`) as Model;
    const { examples } = readJson(`${place}/golden.json`) as Golden;

    void test(`version ${version} answers its golden examples ${words}`, async () => {
      const rows = examples.map(({ input }) =>
        Object.fromEntries(model.inputs.map((each, i) => [each.name, input[i]])),
      );
      const found = await ask<Answers>(`/predict?version=${version}`, rows);
      assert.equal(found.model, name);
      assert.equal(found.version, version);
      assert.equal(found.runtime, runtime);
      found.answers.forEach(({ answer, probabilities, low, high, set }, i) => {
        const values = probabilities
          ? model.classes!.map((label) => probabilities[label]!)
          : [answer];
        if (low !== undefined && high !== undefined) values.push(low, high);
        if (set) values.push(...model.classes!.map((label) => Number(set.includes(label))));
        check(values, examples[i]!.output, model);
      });
    });

    void test(`version ${version} answers ${words} through the Open Inference Protocol`, async () => {
      // The first eight are of ordinary values; those after them miss some.
      const ordinary = examples.slice(0, 8);
      const inputs = model.inputs.map((input, i) => {
        const cells = ordinary.map((example) => example.input[i] ?? null);
        const isNumber = cells.every((cell) => typeof cell === 'number');
        return {
          name: input.name,
          shape: [cells.length],
          datatype: isNumber ? 'FP64' : 'BYTES',
          data: isNumber ? cells : cells.map((cell) => (cell === null ? '' : String(cell))),
        };
      });
      const path = `/v2/models/${encodeURIComponent(name)}/versions/${version}/infer`;
      const found = await ask<Inference>(path, { inputs });
      assert.equal(found.model_version, String(version));
      const outputs = found.outputs.filter((each) => each.name !== 'label');
      ordinary.forEach((example, row) => {
        const values = outputs.flatMap(({ shape, data }) => {
          const width = shape[1] ?? 1;
          return data.slice(row * width, (row + 1) * width).map(Number);
        });
        check(values, example.output, model);
      });
    });
  }

  void test('health, metrics, card and description are there', async () => {
    for (const path of ['/healthz', '/v2/health/ready', '/metrics', '/', '/openapi.json', '/try']) {
      const response = await fetch(address + path);
      assert.equal(response.status, 200, path);
      await response.arrayBuffer();
    }
  });

  void test('it ends with 0 when it is asked to', async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    assert.equal(await ended, 0);
  });
}
