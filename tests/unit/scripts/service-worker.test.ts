import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { serviceWorkerText } from '../../../scripts/vite/service-worker-plugin';

const SCOPE = 'https://host.example/some/where/';

type Listener = (event: Record<string, unknown>) => void;

/** Cache Storage, the network and one service worker's scope, in memory. */
class Machine {
  readonly caches = new Map<string, Map<string, Response>>();
  readonly network = new Map<string, string>();
  fetched: string[] = [];

  start(files: [string, string][]) {
    const listeners = new Map<string, Listener>();
    const strip = (url: string) => url.replace(/\?.*$/, '');
    const cacheOf = (entries: Map<string, Response>) => ({
      match: (key: string, options?: { ignoreSearch?: boolean }) => {
        const hit = options?.ignoreSearch
          ? [...entries].find(([url]) => strip(url) === strip(key))?.[1]
          : entries.get(key);
        return Promise.resolve(hit?.clone());
      },
      put: (key: string, response: Response) => Promise.resolve(void entries.set(key, response)),
    });
    const fetch = (request: string | { url: string }) => {
      const url = typeof request === 'string' ? request : request.url;
      this.fetched.push(url);
      const body = this.network.get(url.slice(SCOPE.length));
      return Promise.resolve(
        new Response(body ?? 'gone', { status: body === undefined ? 404 : 200 }),
      );
    };
    let skipped = false;
    runInNewContext(serviceWorkerText(files), {
      self: {
        registration: { scope: SCOPE },
        clients: { claim: () => Promise.resolve() },
        skipWaiting: () => Promise.resolve((skipped = true)),
        addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
      },
      caches: {
        open: (name: string) => {
          if (!this.caches.has(name)) this.caches.set(name, new Map());
          return Promise.resolve(cacheOf(this.caches.get(name)!));
        },
        keys: () => Promise.resolve([...this.caches.keys()]),
        delete: (name: string) => Promise.resolve(this.caches.delete(name)),
        match: async (key: string) => {
          for (const entries of this.caches.values()) {
            const hit = await cacheOf(entries).match(key);
            if (hit) return hit;
          }
          return undefined;
        },
      },
      fetch,
      URL,
      Response,
    });
    const wait = async (type: string) => {
      let work: unknown;
      listeners.get(type)!({ waitUntil: (given: unknown) => (work = given) });
      await work;
    };
    return {
      install: () => wait('install'),
      activate: () => wait('activate'),
      message: (data: unknown) => listeners.get('message')!({ data }),
      skipped: () => skipped,
      async ask(url: string, method = 'GET') {
        let answer: Promise<Response> | null = null;
        const request = { url, method };
        listeners.get('fetch')!({
          request,
          respondWith: (given: Promise<Response>) => (answer = given),
        });
        return answer === null ? null : (await (answer as Promise<Response>)).text();
      },
    };
  }
}

function machine(files: Record<string, string>): Machine {
  const made = new Machine();
  for (const [path, body] of Object.entries(files)) made.network.set(path, body);
  return made;
}

describe('the service worker', () => {
  it('keeps every file of the build, and answers from the device alone', async () => {
    const on = machine({ 'index.html': 'page', 'assets/a.js': 'a', 'samples/iris.csv': 'rows' });
    const worker = on.start([
      ['index.html', '1'],
      ['assets/a.js', '2'],
      ['samples/iris.csv', '3'],
    ]);
    await worker.install();
    await worker.activate();
    on.network.clear();
    on.fetched = [];
    expect(await worker.ask(SCOPE)).toBe('page');
    expect(await worker.ask(`${SCOPE}index.html`)).toBe('page');
    expect(await worker.ask(`${SCOPE}assets/a.js`)).toBe('a');
    expect(await worker.ask(`${SCOPE}samples/iris.csv`)).toBe('rows');
    expect(on.fetched).toEqual([]);
  });

  it('leaves alone what is not its own: other origins, other folders, other methods', async () => {
    const on = machine({ 'index.html': 'page' });
    const worker = on.start([['index.html', '1']]);
    await worker.install();
    expect(await worker.ask('https://other.example/some/where/')).toBeNull();
    expect(await worker.ask('https://host.example/some/')).toBeNull();
    expect(await worker.ask(SCOPE, 'POST')).toBeNull();
  });

  it('fails to install when one file cannot be had, so that no half build takes over', async () => {
    const on = machine({ 'index.html': 'page' });
    const worker = on.start([
      ['index.html', '1'],
      ['assets/gone.js', '2'],
    ]);
    await expect(worker.install()).rejects.toThrow('assets/gone.js: 404');
  });

  it('fetches only what changed, keeps the build before for open tabs, and drops the one before that', async () => {
    const on = machine({ 'index.html': 'one', 'assets/a.js': 'a', 'icon.svg': 'icon' });
    const builds: [string, string][][] = [
      [
        ['index.html', '1'],
        ['assets/a.js', 'a'],
        ['icon.svg', 'i'],
      ],
      [
        ['index.html', '2'],
        ['assets/b.js', 'b'],
        ['icon.svg', 'i'],
      ],
      [
        ['index.html', '3'],
        ['assets/c.js', 'c'],
        ['icon.svg', 'i'],
      ],
    ];
    const first = on.start(builds[0]!);
    await first.install();
    await first.activate();

    on.network.set('index.html', 'two').set('assets/b.js', 'b').delete('assets/a.js');
    on.fetched = [];
    const second = on.start(builds[1]!);
    await second.install();
    expect(on.fetched.map((url) => url.slice(SCOPE.length))).toEqual(['index.html', 'assets/b.js']);
    expect(await first.ask(SCOPE)).toBe('one');
    await second.activate();
    expect(await second.ask(SCOPE)).toBe('two');
    expect(await second.ask(`${SCOPE}assets/a.js`)).toBe('a');

    on.network.set('index.html', 'three').set('assets/c.js', 'c').delete('assets/b.js');
    const third = on.start(builds[2]!);
    await third.install();
    await third.activate();
    expect(await third.ask(`${SCOPE}assets/b.js`)).toBe('b');
    expect(await third.ask(`${SCOPE}assets/a.js`)).toBe('gone');
    expect(on.caches.size).toBe(2);
  });

  it('takes over only when told to', async () => {
    const on = machine({ 'index.html': 'page' });
    const worker = on.start([['index.html', '1']]);
    await worker.install();
    worker.message({ type: 'something else' });
    worker.message(null);
    expect(worker.skipped()).toBe(false);
    worker.message({ type: 'SKIP_WAITING' });
    expect(worker.skipped()).toBe(true);
  });

  it('keeps ONNX Runtime from when it was first asked for, and carries it into a new build', async () => {
    const wasm = 'assets/ort-wasm-simd-threaded-abc.wasm';
    const it = machine({ 'index.html': 'page', [wasm]: 'runtime' });
    const first = it.start([
      ['index.html', '1'],
      [wasm, 'w'],
    ]);
    await first.install();
    await first.activate();
    expect(it.fetched).toEqual([`${SCOPE}index.html`]);
    expect(await first.ask(SCOPE + wasm)).toBe('runtime');
    it.fetched = [];
    expect(await first.ask(SCOPE + wasm)).toBe('runtime');
    expect(it.fetched).toEqual([]);

    const second = it.start([
      ['index.html', '2'],
      [wasm, 'w'],
    ]);
    await second.install();
    await second.activate();
    it.network.clear();
    it.fetched = [];
    expect(await second.ask(SCOPE + wasm)).toBe('runtime');
    expect(it.fetched).toEqual([]);
  });
});
