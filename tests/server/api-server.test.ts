/** The exported server in processes of its own: what it takes, what it refuses, and how it ends. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../scripts/vite/compile-folder-template';
import { buildApi } from '../../src/deploy/api';
import { signBundle } from '../../src/deploy/bundle';
import { makePredictor } from '../../src/ml/predict/predictor';
import { folderOf, startApi, type ApiProcess, type Folder } from '../support/api/api-process';
import { rawRequest } from '../support/api/raw-request';
import { newSigner, someData } from '../support/bundle-of';
import { pageInputOf } from '../support/page-input';
import { seeded } from '../support/seeded';

const BODY_LIMIT = 4096;
const input = pageInputOf({ ...someData(), template: '', name: 'a model' });
const template = await compileFolderTemplate('api');
const files = buildApi({ models: [input], template });
const json = { 'content-type': 'application/json' };

describe('a server', () => {
  let folder: Folder;
  let server: ApiProcess;
  let address: string;
  beforeAll(async () => {
    folder = folderOf(files);
    server = startApi(folder.path, {
      LOAM_BODY_LIMIT: String(BODY_LIMIT),
      LOAM_REQUEST_TIMEOUT_MS: '1000',
      LOAM_DRAIN_DELAY_MS: '0',
    });
    address = await server.listening;
  });
  afterAll(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    folder.remove();
  });
  const post = (body: string | Buffer, headers: Record<string, string> = json) =>
    fetch(`${address}/predict`, { method: 'POST', headers, body: body as BodyInit });
  const isWell = async () => {
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect((await post('{}')).status).toBe(200);
  };

  it('answers 1,000 rows with the bits of the app', async () => {
    const { manifest, preprocessing, weights } = input.model;
    const predictor = makePredictor(manifest, preprocessing, weights);
    const { uniform, pick } = seeded(5);
    const rows = Array.from({ length: 1000 }, () =>
      Object.fromEntries(
        manifest.inputs.map(({ name, type, categories, labels }) => [
          name,
          labels
            ? pick(labels)
            : categories
              ? pick([...categories, 'unseen', ''])
              : type === 'datetime'
                ? Math.floor(uniform() * 1e12)
                : uniform() * 100 - 20,
        ]),
      ),
    );
    // Within the body limit: pieces of 10 rows.
    for (let at = 0; at < rows.length; at += 10) {
      const piece = rows.slice(at, at + 10);
      const response = await post(JSON.stringify(piece));
      const { answers } = (await response.json()) as {
        answers: { answer: unknown; probabilities: Record<string, number> | null }[];
      };
      expect(answers.map(({ answer, probabilities }) => ({ answer, probabilities }))).toEqual(
        piece.map((row) => {
          const { answer, probabilities } = predictor.predictCells(row);
          const shares = manifest.classes?.map((label, i) => [label, probabilities![i]]);
          return { answer, probabilities: shares ? Object.fromEntries(shares) : null };
        }),
      );
    }
  });

  it('takes a body at the limit, and refuses one byte more, however it is sent', async () => {
    const body = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
    expect(body(BODY_LIMIT).length).toBe(BODY_LIMIT);
    expect((await post(body(BODY_LIMIT))).status).toBe(200);
    expect((await post(body(BODY_LIMIT + 1))).status).toBe(413);
    const chunked = (text: string) =>
      rawRequest(address, [
        'POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n' +
          'Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n' +
          `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`,
      ]);
    expect(await chunked(body(BODY_LIMIT))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await chunked(body(BODY_LIMIT + 1))).toMatch(/^HTTP\/1\.1 413 /);
    await isWell();
  });

  it('is not harmed by what is hostile, and answers it with 4xx', async () => {
    const statuses = await Promise.all([
      post('['.repeat(BODY_LIMIT)).then(({ status }) => status),
      post('{"__proto__":{"polluted":1}}').then(({ status }) => status),
      post(gzipSync('{}'), { ...json, 'content-encoding': 'gzip' }).then(({ status }) => status),
      post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }).then((r) => r.status),
      fetch(`${address}/../bundle.json`).then(({ status }) => status),
      fetch(`${address}/%`).then(({ status }) => status),
      fetch(`${address}/predict`, { method: 'DELETE' }).then(({ status }) => status),
    ]);
    expect(statuses).toEqual([400, 400, 415, 415, 404, 400, 405]);
    expect(await rawRequest(address, ['nonsense\r\n\r\n'])).toMatch(/^HTTP\/1\.1 400 /);
    await isWell();
  });

  it('gives up on a body that comes too slowly, with 408', async () => {
    const head =
      'POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n';
    const answer = await rawRequest(address, [head, ...Array<string>(40).fill(' ')], 100);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    await isWell();
  });

  it('serves its card, its page and its description, with nothing from elsewhere', async () => {
    const html = await fetch(`${address}/`, { headers: { accept: 'text/html' } });
    expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await fetch(`${address}/try`);
    for (const response of [html, page]) {
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await response.text()).not.toMatch(/(src|href)="(?!\/)|<script>|style=/);
    }
    const card = (await (await fetch(`${address}/`)).json()) as { models: { name: string }[] };
    expect(card.models.map(({ name }) => name)).toEqual(['a model']);
    const api = (await (await fetch(`${address}/openapi.json`)).json()) as { openapi: string };
    expect(api.openapi).toBe('3.1.0');
  });
});

/** Asks at a steady rate over kept connections, until told to stop. */
function steadily(address: string, perSecond: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const outcomes: (number | string)[] = [];
  const open: Promise<void>[] = [];
  const one = () =>
    new Promise<void>((resolve) => {
      let isSent = false;
      const call = request(
        `${address}/predict`,
        { method: 'POST', agent, headers: json },
        (got) => {
          got.resume().on('end', () => {
            outcomes.push(got.statusCode!);
            resolve();
          });
        },
      );
      call.on('socket', (socket) => {
        if (!socket.connecting) isSent = true;
        else socket.once('connect', () => (isSent = true));
      });
      call.on('error', (error: NodeJS.ErrnoException) => {
        // Nobody listens any more: not sent, so not lost.
        outcomes.push(isSent && error.code !== 'ECONNREFUSED' ? `lost: ${error.code}` : 'refused');
        resolve();
      });
      call.end('{}');
    });
  const timer = setInterval(() => open.push(one()), 1000 / perSecond);
  return {
    outcomes,
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      agent.destroy();
    },
  };
}

describe('how a server starts and ends', () => {
  const running: { folder: Folder; server: ApiProcess }[] = [];
  function started(environment: Record<string, string>, alter?: (path: string) => void) {
    const folder = folderOf(files);
    alter?.(folder.path);
    const server = startApi(folder.path, environment);
    running.push({ folder, server });
    return server;
  }
  afterAll(async () => {
    for (const { folder, server } of running) {
      server.child.kill('SIGKILL');
      await server.ended;
      folder.remove();
    }
  });

  it('loses no request when it is stopped under 200 requests a second, and ends with 0', async () => {
    const server = started({ LOAM_DRAIN_DELAY_MS: '500' });
    const address = await server.listening;
    const load = steadily(address, 200);
    await new Promise((resolve) => setTimeout(resolve, 700));
    server.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await fetch(`${address}/v2/health/ready`)).status).toBe(503);
    expect((await fetch(`${address}/v2/health/live`)).status).toBe(200);
    expect(await server.ended).toBe(0);
    await load.stop();
    const answered = load.outcomes.filter((outcome) => outcome === 200).length;
    expect(load.outcomes.filter((each) => each !== 200 && each !== 'refused')).toEqual([]);
    expect(answered).toBeGreaterThan(100);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    [
      'a weight was changed',
      (path) => {
        const file = join(path, 'models/1/weights.safetensors');
        const bytes = readFileSync(file);
        bytes[bytes.length - 1]! ^= 1;
        writeFileSync(file, bytes);
      },
      /weights\.safetensors was changed/,
    ],
    [
      'a file was added',
      (path) => writeFileSync(join(path, 'extra.js'), ''),
      /extra\.js was added/,
    ],
    [
      'its own code was changed',
      (path) => appendFileSync(join(path, 'server.mjs'), '//\n'),
      /server\.mjs was changed/,
    ],
    [
      'a setting of npm was changed',
      (path) => writeFileSync(join(path, '.npmrc'), ''),
      /\.npmrc was changed/,
    ],
  ])('it does not serve where %s', async (_, alter, reason) => {
    const server = started({}, alter);
    expect(await server.ended).toBe(65);
    expect(server.lines).toEqual([
      expect.objectContaining({
        level: 'error',
        event: 'damaged',
        reason: expect.stringMatching(reason) as string,
      }),
    ]);
  });

  it('does not start with a setting that it cannot read, and names each', async () => {
    const server = started({ LOAM_QUEUE: 'many', LOAM_QUEU: '1' });
    expect(await server.ended).toBe(78);
    expect(server.lines[0]!.reason).toMatch(/LOAM_QUEUE is "many".*LOAM_QUEU is no setting/);
  });

  it('starts only with the signature of the key that is asked for', async () => {
    const mine = await newSigner();
    const signed = await signBundle(files, mine);
    const folder = folderOf(signed);
    const pem = readFileSync(join(folder.path, 'signer.pem'));
    const other = folderOf(await signBundle(files, await newSigner()));
    const elsewhere = folderOf(new Map([['key.pem', new Uint8Array(pem)]]), 'none');
    const key = join(elsewhere.path, 'key.pem');
    const right = startApi(folder.path, { LOAM_SIGNER_KEY: key });
    expect(await right.listening).toMatch(/^http:/);
    right.child.kill('SIGKILL');
    const wrong = startApi(other.path, { LOAM_SIGNER_KEY: key });
    expect(await wrong.ended).toBe(65);
    for (const each of [folder, other, elsewhere]) each.remove();
  });

  it('asks for keys, and slows down who asks too often', async () => {
    const server = started({ LOAM_API_KEYS: 'one,two', LOAM_RATE: '1', LOAM_BURST: '3' });
    const address = await server.listening;
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${address}/predict`, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: '{}',
      });
      return response;
    };
    expect((await ask({ authorization: 'Bearer one' })).status).toBe(200);
    expect((await ask({ 'x-api-key': 'two' })).status).toBe(200);
    expect((await ask({ 'x-api-key': 'three' })).status).toBe(401);
    expect((await ask({})).status).toBe(401);
    expect((await fetch(`${address}/`)).status).toBe(401);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    const key = { authorization: 'Bearer one' };
    const more = [await ask(key), await ask(key), await ask(key)];
    const last = more.at(-1)!;
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  it('writes predictions into a log of JSON Lines with columns masked, where it is asked to', async () => {
    const { name } = input.model.manifest.inputs[0]!;
    const place = folderOf(new Map(), 'none');
    const file = join(place.path, 'predictions.jsonl');
    const server = started({
      LOAM_PREDICTION_LOG: file,
      LOAM_PREDICTION_SHARE: '0.5',
      LOAM_PREDICTION_MASK: name,
      LOAM_DRAIN_DELAY_MS: '0',
    });
    const address = await server.listening;
    for (let i = 0; i < 10; i++) {
      const body = JSON.stringify({ [name]: 41.5, count: 2 });
      await fetch(`${address}/predict`, { method: 'POST', headers: json, body });
    }
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines.join()).not.toContain('41.5');
    expect(JSON.parse(lines[0]!)).toMatchObject({ version: 1, row: { [name]: '***', count: 2 } });
    place.remove();
  });
});
