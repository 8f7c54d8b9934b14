/**
 * The cage, in the browser that it is for: no request leaves it, nothing that the app keeps is read, no
 * message is forged; dead loops end, bad values are shown, and the page never waits.
 */
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { cagePage, type CagePage } from '../../support/cage-page';
import { FORGING, READING, SENDING, VECTORS, type Vector } from '../../support/cage-vectors';
import { foreignOrigin, type ForeignOrigin } from '../../support/foreign-origin';
import { longestTask, watchLongTasks } from '../../support/long-tasks';
import type { Harness, RunResult } from '../../browser/cage/main';

declare const harness: Harness;

let site: CagePage;
let foreign: ForeignOrigin;

test.beforeAll(async () => {
  site = await cagePage();
  foreign = await foreignOrigin();
});

test.afterAll(async () => {
  await Promise.all([site.close(), foreign.close()]);
});

test.beforeEach(() => foreign.reset());

async function openCage(page: Page, url = site.isolated.url): Promise<void> {
  await page.goto(url);
  await page.evaluate(() => harness.start());
}

/** From now on the page's own service worker answers, as in the app: then that answer makes the cage. */
async function serveByWorker(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('sw.js');
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) =>
      navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }),
    );
  });
}

/** Where the app keeps things, each with the word that must not get out. */
async function plantSecrets(page: Page): Promise<void> {
  await page.evaluate(async () => {
    document.body.append('SECRET');
    window.name = 'SECRET';
    localStorage.setItem('kept', 'SECRET');
    sessionStorage.setItem('kept', 'SECRET');
    document.cookie = 'kept=SECRET';
    await (await caches.open('kept')).put('/kept', new Response('SECRET'));
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle('kept', { create: true })).createWritable();
    await file.write('SECRET');
    await file.close();
    await new Promise<void>((done, failed) => {
      const request = indexedDB.open('kept', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('kept');
      request.onerror = () => failed(new Error('no database'));
      request.onsuccess = () => {
        const write = request.result.transaction('kept', 'readwrite');
        write.objectStore('kept').put('SECRET', 1);
        write.oncomplete = () => done();
      };
    });
    void navigator.locks.request('SECRET', () => new Promise(() => undefined));
    const teller = new BroadcastChannel('kept');
    teller.onmessage = () => teller.postMessage('SECRET');
    addEventListener('message', (event) => {
      if (event.data === 'tell') event.source?.postMessage('SECRET', { targetOrigin: '*' });
    });
  });
}

const asFunction = ({ code }: Vector, base: string) =>
  `(async () => {
const at = (name, file = 'x') => ${JSON.stringify(base)} + file + '?way=' + name;
${code};
})()`;

/** A cell that tries; its value is what it returned, in words. */
const asCell = (vector: Vector, base: string) =>
  `const outcome = await Promise.race([${asFunction(vector, base)}.then((v) => 'returned ' + v, (e) => 'blocked ' + e), new Promise((d) => setTimeout(d, 2500, 'waited'))])\noutcome`;

const ways = () => new Set(foreign.arrivals.map((at) => /way=([\w-]+)/.exec(at)?.[1]));
const shownText = ({ outputs, end }: RunResult) => JSON.stringify([outputs, end]);

test('there are at least 60 ways, each named once', () => {
  expect(new Set(VECTORS.map(({ name }) => name)).size).toBe(VECTORS.length);
  expect(VECTORS.length).toBeGreaterThanOrEqual(60);
});

async function tryOne(context: BrowserContext, vector: Vector): Promise<void> {
  const page = await context.newPage();
  await page.goto(foreign.url);
  const session = await context.newCDPSession(page);
  const attempt = session.send('Runtime.evaluate', {
    expression: asFunction(vector, foreign.url),
    awaitPromise: true,
  });
  await attempt.catch(() => undefined);
}

const waited = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function tryOutside(browser: Browser, vectors: Vector[]): Promise<void> {
  for (let from = 0; from < vectors.length; from += 6) {
    const context = await browser.newContext();
    const six = vectors.slice(from, from + 6);
    const attempts = six.map((vector) => tryOne(context, vector).catch(() => undefined));
    await Promise.race([Promise.all(attempts), waited(4_000)]);
    await Promise.race([context.close(), waited(1_000)]);
  }
}

test('outside of a cage the ways out lead somewhere, so that none arriving means something', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  await tryOutside(browser, SENDING);
  const arrived = ways();
  const missing = SENDING.map(({ name }) => name).filter((name) => !arrived.has(name));
  // Absent in a page, or never a request by themselves: they are tried because a browser may change.
  console.log(`arrived from outside: ${arrived.size}; not: ${missing.join(' ')}`);
  expect(arrived.size).toBeGreaterThanOrEqual(35);
});

const places = [
  { host: 'isolated', worker: false },
  { host: 'plain', worker: false },
  { host: 'isolated', worker: true },
  { host: 'plain', worker: true },
] as const;

for (const { host, worker } of places) {
  const place = `${host} host, ${worker ? 'served by the service worker' : 'without service worker'}`;

  test(`no request leaves the cage: ${place}`, async ({ page }) => {
    test.setTimeout(240_000);
    if (worker) await serveByWorker(page, site[host].url);
    await openCage(page, site[host].url);
    const sandboxed = () => document.querySelector('iframe')!.hasAttribute('sandbox');
    expect(await page.evaluate(sandboxed)).toBe(!worker);
    for (const base of [foreign.url, site[host].url]) {
      site.arrivals.length = 0;
      foreign.reset();
      for (const vector of SENDING) {
        const result = await page.evaluate(
          ([cell, code]) => harness.run(cell!, code!),
          ['trial', asCell(vector, base)],
        );
        expect(result.end.type, vector.name).toBe('done');
      }
      await page.waitForTimeout(500);
      expect(foreign.arrivals).toEqual([]);
      expect(foreign.connections()).toBe(0);
      // The browser itself looks for a newer service worker when it pleases.
      expect(site.arrivals.filter((path) => path !== 'sw.js')).toEqual([]);
    }
    expect(page.url()).toBe(site[host].url);
    expect(page.context().pages()).toHaveLength(1);
    expect(await page.evaluate(() => harness.kernel().dropped)).toBe(0);
  });
}

/** Each in turn, in the worker of the cage as its document starts it: before any code of ours has run. */
const asFirstScript = (vectors: Vector[], base: string) => `
const waited = (ms) => new Promise((done) => setTimeout(done, ms));
const tries = [${vectors.map((vector) => `() => ${asFunction(vector, base)}`).join(',\n')}];
(async () => {
  const said = [];
  for (const go of tries) said.push(String(await Promise.race([go().catch((e) => 'blocked ' + e), waited(1500)])));
  port.postMessage(said);
})();`;

test('the policy alone holds, without what the runtime takes away', async ({ page }) => {
  test.setTimeout(180_000);
  await openCage(page);
  await plantSecrets(page);
  for (const base of [foreign.url, site.isolated.url]) {
    foreign.reset();
    site.arrivals.length = 0;
    const vectors = [...SENDING, ...READING];
    const said = await page.evaluate(
      async (code) => {
        const frame = document.createElement('iframe');
        frame.setAttribute('sandbox', 'allow-scripts');
        frame.setAttribute('credentialless', '');
        frame.src = 'cage.html';
        document.body.append(frame);
        await new Promise((done) => frame.addEventListener('load', done, { once: true }));
        const { port1, port2 } = new MessageChannel();
        return new Promise<string[]>((done) => {
          port1.onmessage = ({ data }) => {
            if (data === 'passed') port1.postMessage({ code });
            else done(data);
          };
          frame.contentWindow!.postMessage(0, '*', [port2]);
        });
      },
      asFirstScript(vectors, base),
    );
    await page.waitForTimeout(500);
    expect(said).toHaveLength(vectors.length);
    expect(said.join()).not.toContain('SECRET');
    expect(foreign.arrivals).toEqual([]);
    expect(foreign.connections()).toBe(0);
    expect(site.arrivals.filter((path) => path !== 'cage.html')).toEqual([]);
  }
});

for (const worker of [false, true]) {
  const by = worker ? 'by the service worker' : 'by the host';

  test(`nothing that the app keeps is read in a cage served ${by}`, async ({ page }) => {
    test.setTimeout(120_000);
    if (worker) await serveByWorker(page, site.isolated.url);
    await openCage(page);
    await plantSecrets(page);
    for (const vector of READING) {
      const result = await page.evaluate(
        ([cell, code]) => harness.run(cell!, code!),
        ['trial', asCell(vector, site.isolated.url)],
      );
      expect(shownText(result), vector.name).not.toContain('SECRET');
      expect(result.end.type, vector.name).toBe('done');
    }
  });
}

test('what the app keeps can be read in a page, so that reading none means something', async ({
  page,
}) => {
  await openCage(page);
  await plantSecrets(page);
  const session = await page.context().newCDPSession(page);
  const read: string[] = [];
  for (const vector of READING) {
    const attempt = session.send('Runtime.evaluate', {
      expression: asFunction(vector, site.isolated.url),
      awaitPromise: true,
      returnByValue: true,
    });
    const answer = await Promise.race([attempt.catch(() => null), page.waitForTimeout(1_000)]);
    if (String(answer?.result.value).includes('SECRET')) read.push(vector.name);
  }
  expect(read.length, read.join()).toBeGreaterThanOrEqual(10);
});

for (const vector of FORGING) {
  test(`no forging: ${vector.name}`, async ({ page }) => {
    await openCage(page);
    await page.evaluate(() => harness.run('bystander', 'const victim = "untouched"\nvictim'));
    // The run numbers count from 1, so a forger can know that of the bystander.
    const forger = asCell({ ...vector, code: vector.code.replaceAll('RUN', '1') }, foreign.url);
    const result = await page.evaluate((code) => harness.run('forger', code), forger);
    expect(shownText(result)).not.toContain('returned got');
    const after = await page.evaluate(async () => ({
      bystander: harness.result('bystander')?.outputs,
      next: await harness.run('next', 'console.log("said"); [victim, new Map([[1, { a: 2 }]])]'),
      states: harness.states,
      verbs: harness.verbs.map(({ verb, cell }) => `${cell} ${verb}`),
      dropped: harness.kernel().dropped,
    }));
    expect(JSON.stringify(after.bystander)).toContain('untouched');
    expect(after.next.end).toMatchObject({ type: 'done' });
    expect(JSON.stringify(after.next.outputs)).toContain('untouched');
    expect(JSON.stringify(after.next.lines)).toContain('said');
    expect(after.verbs.filter((verb) => verb !== 'forger data')).toEqual([]);
    expect(after.states).not.toContain('lost');
    expect(after.dropped).toBe(0);
  });
}

test('a dead loop is ended within a second; the page never waits, and other results stay', async ({
  page,
}) => {
  await openCage(page);
  await page.evaluate(() => harness.run('other', 'const kept = [1, 2, 3]\nkept'));
  await watchLongTasks(page);
  const seen = await page.evaluate(async () => {
    const loop = harness.run('loop', 'console.log("begun"); while (true) {}');
    await new Promise((done) => setTimeout(done, 1_500));
    const begin = performance.now();
    harness.stop('loop');
    const { end } = await loop;
    return { end, ended: performance.now() - begin, other: harness.result('other')?.outputs };
  });
  expect(seen.end).toEqual({ type: 'stopped' });
  expect(seen.ended).toBeLessThan(1_000);
  expect(JSON.stringify(seen.other)).toContain('"3"');
  const again = await page.evaluate(() => harness.run('again', '6 * 7'));
  expect(again.end.type).toBe('done');
  expect(await longestTask(page)).toBeLessThan(50);
  expect(await page.evaluate(() => document.querySelectorAll('iframe').length)).toBe(1);
});

test('the cage opens offline, also where it was never open before', async ({ page, context }) => {
  await serveByWorker(page, site.plain.url);
  await context.setOffline(true);
  await openCage(page, site.plain.url);
  expect((await page.evaluate(() => harness.run('first', '1 + 1'))).end.type).toBe('done');
});

test('the document refuses to run anything where nobody made it a cage', async ({ page }) => {
  await page.goto(site.plain.url);
  const answer = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'cage.html';
    document.body.append(frame);
    await new Promise((done) => frame.addEventListener('load', done, { once: true }));
    const { port1, port2 } = new MessageChannel();
    const said = new Promise((done) => (port1.onmessage = ({ data }) => done(data)));
    frame.contentWindow!.postMessage(0, '*', [port2]);
    return said;
  });
  expect(answer).toBe('refused');
  expect(page.workers()).toEqual([]);
});

test('a promise that never settles is stopped, and the names of other cells stay', async ({
  page,
}) => {
  await openCage(page);
  const seen = await page.evaluate(async () => {
    await harness.run('one', 'const one = 1');
    const never = harness.run('never', 'await loam.data("churn")');
    await new Promise((done) => setTimeout(done, 200));
    harness.stop('never');
    const { end } = await never;
    return {
      end,
      cancelled: harness.verbs[0]?.aborted(),
      two: await harness.run('two', 'one + 1'),
    };
  });
  expect(seen.end).toEqual({ type: 'stopped' });
  expect(seen.cancelled).toBe(true);
  expect(seen.two.outputs).toEqual([
    { type: 'value', value: { type: 'leaf', of: 'number', text: '2', more: 0 } },
  ]);
});

const bad: [name: string, source: string, shows: RegExp][] = [
  ['throws a text', 'throw "no"', /not an Error was thrown: no/],
  ['throws null', 'throw null', /not an Error was thrown: null/],
  ['throws a Proxy', 'throw new Proxy({}, { get() { throw 1 } })', /a Proxy was thrown/],
  ['throws a frozen object', 'throw Object.freeze({ a: 1 })', /not an Error was thrown: Object/],
  [
    'returns a Proxy whose traps never end',
    'new Proxy({}, { get() { for (;;); }, ownKeys() { for (;;); } })',
    /Proxy/,
  ],
  [
    'returns a revoked Proxy',
    'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy',
    /Proxy/,
  ],
  ['returns a text of 100 MB', '"x".repeat(100_000_000)', /"more":99990000/],
  ['returns a cycle', 'const a = {}; a.a = a; a', /"size":1/],
  ['returns a throwing getter', '({ get a() { throw 1 } })', /getter/],
  ['returns a million numbers', 'Array.from({ length: 1e6 }, (_, i) => i)', /"size":1000000/],
  [
    'has an object whose toString throws',
    'console.log({ toString() { throw 1 } }); 1',
    /"of":"Object"/,
  ],
  ['shows what cannot be cloned', 'console.log(Symbol("s"), () => 1); Symbol("t")', /Symbol\(t\)/],
  [
    'leaves a promise that fails',
    'Promise.reject(new Error("stray")); await new Promise((d) => setTimeout(d, 20))',
    /stray/,
  ],
];

for (const [name, source, shows] of bad) {
  test(`a cell that ${name} gives a readable result`, async ({ page }) => {
    await openCage(page);
    await watchLongTasks(page);
    const result = await page.evaluate((code) => harness.run('bad', code), source);
    expect(JSON.stringify(result)).toMatch(shows);
    expect(result.end.type).toMatch(/done|failed/);
    expect((await page.evaluate(() => harness.run('next', '1 + 1'))).end.type).toBe('done');
    expect(await longestTask(page)).toBeLessThan(50);
    expect(await page.evaluate(() => harness.kernel().dropped)).toBe(0);
  });
}

test('a million lines of console leave the page alive', async ({ page }) => {
  await openCage(page);
  await watchLongTasks(page);
  // Only the counts leave the page: to copy the lines out of it would hold it up.
  const seen = await page.evaluate(async () => {
    const { end, lines, dropped } = await harness.run(
      'loud',
      'for (let i = 0; i < 1e6; i++) console.log("line", i, { i })',
    );
    return { end: end.type, lines: lines.length, dropped };
  });
  expect(await longestTask(page)).toBeLessThan(50);
  expect(seen).toEqual({ end: 'done', lines: 1_000, dropped: 999_000 });
});

test('Plot draws, Arquero counts and TensorFlow.js adds inside', async ({ page }) => {
  await openCage(page);
  const seen = await page.evaluate(async () => ({
    plot: (await harness.run('p', 'plot.dot([{ x: 1, y: 2 }], { x: "x", y: "y" }).plot()')).outputs,
    table: (await harness.run('q', 'aq.table({ a: [1, 2, 3] }).filter((d) => d.a > 1)')).outputs,
    sum: await harness.run('t', 'tf.tensor([1, 2]).add(1).arraySync()'),
  }));
  expect(seen.plot).toMatchObject([{ type: 'svg', svg: expect.stringMatching(/^<svg.*circle/s) }]);
  expect(seen.table).toMatchObject([{ type: 'table', table: { rows: 2, first: [[2], [3]] } }]);
  expect(JSON.stringify(seen.sum)).toMatch(/"2".*"3"/);
});

test('names bound to a generator are followed, and what is shown changes at most 20 times a second', async ({
  page,
}) => {
  await openCage(page);
  const seen = await page.evaluate(async () => {
    const count = `const n = (async function* () { for (let i = 0; i < 100; i++) { yield i; await new Promise((d) => setTimeout(d, 5)); } })()\nn`;
    await harness.run('count', count);
    const first = (await harness.run('first', 'n')).outputs;
    await new Promise((done) => setTimeout(done, 1_500));
    const result = harness.result('count')!;
    return {
      first,
      last: (await harness.run('last', 'n')).outputs,
      shown: result.outputs,
      messages: result.messages.outputs,
      changed: result.changed,
    };
  });
  const number = (text: string) => [
    { type: 'value', value: { type: 'leaf', of: 'number', text, more: 0 } },
  ];
  expect(seen.first).not.toEqual(number('99'));
  expect(seen.last).toEqual(number('99'));
  expect(seen.shown).toEqual(number('99'));
  expect(seen.messages).toBeLessThanOrEqual(32);
  expect(seen.changed.length).toBeGreaterThan(3);
  expect(new Set(seen.changed.flat())).toEqual(new Set(['n']));
});
