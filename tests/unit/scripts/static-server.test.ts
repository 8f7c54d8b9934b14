import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { headers, policy } from '../../../scripts/policy.mjs';
import { serveStatic } from '../../../scripts/lib/static-server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'loam-static-'));
const root = join(folder, 'site');
mkdirSync(join(root, 'inner'), { recursive: true });
writeFileSync(join(folder, 'secret.txt'), 'secret');
mkdirSync(join(folder, 'site-other'));
writeFileSync(join(folder, 'site-other', 'x.txt'), 'other');
writeFileSync(join(root, 'index.html'), 'home');
writeFileSync(join(root, 'inner', 'index.html'), 'inner');
writeFileSync(join(root, 'a b.js'), 'code');
afterAll(() => rmSync(folder, { recursive: true }));

/** `fetch` tidies paths up; this asks for exactly the path given. */
function ask(port: number, path: string, method = 'GET') {
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      request({ host: 'localhost', port, path, method }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        );
      })
        .on('error', reject)
        .end();
    },
  );
}

describe('the static server', () => {
  it('serves files and folders below its path, and nothing else', async () => {
    const server = await serveStatic({ root, base: '/some/where/' });
    const get = (path: string) => ask(server.port, path);
    expect(await get('/some/where/')).toMatchObject({ status: 200, body: 'home' });
    expect(await get('/some/where/inner/')).toMatchObject({ status: 200, body: 'inner' });
    expect(await get('/some/where/a%20b.js?x=1')).toMatchObject({
      status: 200,
      body: 'code',
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
    });
    for (const path of ['/', '/some/', '/some/where/none', '/some/where/%E0%A4%A']) {
      expect((await get(path)).status, path).toBe(404);
    }
    await server.close();
  });

  it('never leaves its folder', async () => {
    const server = await serveStatic({ root });
    const ways = [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/inner/..%2f..%2fsecret.txt',
      '/..%2fsite-other%2fx.txt',
      '/%00',
    ];
    for (const path of ways) expect((await ask(server.port, path)).status, path).toBe(404);
    await server.close();
  });

  it('answers GET and HEAD only', async () => {
    const server = await serveStatic({ root });
    expect(await ask(server.port, '/', 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect((await ask(server.port, '/', 'POST')).status).toBe(404);
    await server.close();
  });

  it('takes the next free port where it may, and says so where it may not', async () => {
    const first = await serveStatic({ root });
    const second = await serveStatic({ root, port: first.port, nextFree: true });
    expect(second.port).toBeGreaterThan(first.port);
    expect(second.url).toBe(`http://localhost:${second.port}/`);
    await expect(serveStatic({ root, port: first.port })).rejects.toThrow('EADDRINUSE');
    await first.close();
    await second.close();
  });

  it('isolates the page and sends the policy with the headers of npm start, and none without', async () => {
    const server = await serveStatic({ root, headers });
    expect((await ask(server.port, '/')).headers).toMatchObject({
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    await server.close();
    const plain = await serveStatic({ root });
    expect((await ask(plain.port, '/')).headers).not.toHaveProperty('content-security-policy');
    await plain.close();
  });
});

describe('the policy', () => {
  it('names no origin but its own, and forbids what is not named', () => {
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/https?:|wss?:|\*|'unsafe-eval'/);
    expect(policy).toMatch(/connect-src 'self';/);
    expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
  });
});
