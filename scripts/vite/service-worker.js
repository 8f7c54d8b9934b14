/**
 * The service worker of the built folder: keeps every file of one build on the device, and answers from
 * there. A new build is fetched whole beside the old one and waits until a person lets it in; the files
 * of the build before stay, so that a tab that still runs it finds its parts.
 *
 * What is large and that few ask for (LATER) is kept from when it was first asked for, and carried over into a new
 * build where it is the same.
 *
 * The build puts FILES, `[path, content hash]` of everything in the folder, in front of this text, and
 * CAGE, the page where cells run with the headers that make it a cage.
 */
/* global FILES, BUILD, CAGE */
const scope = self.registration.scope;
const prefix = `loam ${scope} `;
const current = prefix + BUILD;
/** Browsers open six connections to a host: what the person waits for finds more than half of them free. */
const PARALLEL = 2;

/** A redirected answer may not serve a navigation: take it for what it holds. */
async function plain(response) {
  if (!response.redirected) return response;
  return new Response(await response.blob(), { status: 200, headers: response.headers });
}

const keyOf = (path, hash) => new URL(`${path}?content=${hash}`, scope).href;
const keys = new Map(FILES.map(([path, hash]) => [path, keyOf(path, hash)]));

const LATER = /\/ort-wasm[^/]*\.wasm$/;

async function keep(cache, path, key) {
  const known = await caches.match(key);
  if (known) return cache.put(key, known);
  if (LATER.test(path)) return undefined;
  const response = await fetch(new URL(path, scope).href, {
    cache: 'no-cache',
    priority: 'low',
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return cache.put(key, await plain(response));
}

async function install() {
  const cache = await caches.open(current);
  const waiting = [...keys];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await keep(cache, ...next);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}

async function activate() {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const before = names.filter((name) => name !== current).at(-1);
  await Promise.all(
    names.filter((name) => name !== current && name !== before).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

/** The file of an earlier build that an open tab may still ask for. */
async function earlier(url) {
  for (const name of (await caches.keys()).reverse()) {
    if (!name.startsWith(prefix) || name === current) continue;
    const cache = await caches.open(name);
    const found = await cache.match(url, { ignoreSearch: true });
    if (found) return found;
  }
  return undefined;
}

async function caged(response) {
  return new Response(await response.blob(), { status: 200, headers: CAGE.headers });
}

/** From the network; what is kept only once it was asked for is kept now. */
async function asked(cache, request, path, key) {
  const response = await fetch(request);
  if (LATER.test(path) && response.ok) {
    // Full storage keeps nobody from going on: it is asked for again the next time.
    await cache.put(key, await plain(response.clone())).catch(() => undefined);
  }
  return response;
}

async function answer(request, path) {
  const key = keys.get(path);
  if (key) {
    const cache = await caches.open(current);
    const response = (await cache.match(key)) ?? (await asked(cache, request, path, key));
    return path === CAGE.path && response.ok ? caged(response) : response;
  }
  const old = await earlier(request.url);
  return old ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !(url.origin + url.pathname).startsWith(scope)) return;
  const path = decodeURIComponent((url.origin + url.pathname).slice(scope.length)) || 'index.html';
  event.respondWith(answer(request, path));
});
