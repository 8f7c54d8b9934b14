/**
 * Tries every way out that a page or a worker has. It is sent to them as text, so it is whole in itself.
 * Returns what became of each way: "arrived", "blocked: ..." or "absent".
 */
export async function tryToLeave(foreign: string): Promise<Record<string, string>> {
  const scope = globalThis as unknown as Record<string, any>;
  const outcome: Record<string, string> = {};
  const at = (way: string, file = 'x') => `${foreign}${file}?way=${way}`;
  const inTime = (work: Promise<unknown>) =>
    Promise.race([
      work,
      new Promise((_, reject) => scope.setTimeout(() => reject(new Error('no answer')), 3000)),
    ]);
  const attempt = async (way: string, needs: string | null, go: () => unknown) => {
    if (needs && !(needs in scope)) {
      outcome[way] = 'absent';
      return;
    }
    try {
      await inTime(Promise.resolve(go()));
      outcome[way] = 'arrived';
    } catch (error) {
      outcome[way] = `blocked: ${String(error)}`;
    }
  };
  const until = (target: any, good: string, bad: string) =>
    new Promise((resolve, reject) => {
      target.addEventListener(good, resolve);
      target.addEventListener(bad, () => reject(new Error(bad)));
    });

  await attempt('fetch', 'fetch', () => scope.fetch(at('fetch')));
  await attempt('opaque', 'fetch', () => scope.fetch(at('opaque'), { mode: 'no-cors' }));
  await attempt('keepalive', 'fetch', () =>
    scope.fetch(at('keepalive'), { method: 'POST', body: 'x', mode: 'no-cors', keepalive: true }),
  );
  await attempt('xhr', 'XMLHttpRequest', () => {
    const request = new scope.XMLHttpRequest();
    request.open('GET', at('xhr'));
    const done = until(request, 'load', 'error');
    request.send();
    return done;
  });
  await attempt('socket', 'WebSocket', () =>
    until(new scope.WebSocket(at('socket').replace('http', 'ws')), 'open', 'error'),
  );
  await attempt('events', 'EventSource', () =>
    until(new scope.EventSource(at('events')), 'open', 'error'),
  );
  await attempt('module', null, () => import(/* @vite-ignore */ at('module', 'x.js')));
  await attempt('importScripts', 'importScripts', () =>
    scope.importScripts(at('importScripts', 'x.js')),
  );
  await attempt('beacon', null, () => {
    if (!scope.navigator.sendBeacon) throw new Error('absent');
    if (!scope.navigator.sendBeacon(at('beacon'), 'x')) throw new Error('refused');
  });
  await attempt('worker', 'Worker', async () => {
    const source = `fetch(${JSON.stringify(at('worker'))}).then(() => postMessage(1), () => postMessage(0));`;
    const blob = scope.URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new scope.Worker(blob);
    const event = await new Promise<{ data: number }>((resolve) => (worker.onmessage = resolve));
    if (event.data === 0) throw new Error('fetch');
  });
  await attempt('foreignWorker', 'Worker', () =>
    until(new scope.Worker(at('foreignWorker', 'x.js')), 'message', 'error'),
  );
  await attempt('transport', 'WebTransport', () => {
    const transport = new scope.WebTransport(at('transport').replace('http:', 'https:'));
    return transport.ready;
  });
  const { document } = scope;
  if (!document) return outcome;
  const element = (way: string, tag: string, attributes: Record<string, string>) =>
    attempt(way, null, () => {
      const node = Object.assign(document.createElement(tag), attributes);
      const done = until(node, 'load', 'error');
      document.body.append(node);
      return done.finally(() => node.remove());
    });
  await element('image', 'img', { src: at('image') });
  await element('script', 'script', { src: at('script', 'x.js') });
  await element('style', 'link', { rel: 'stylesheet', href: at('style') });
  await element('prefetch', 'link', { rel: 'prefetch', href: at('prefetch') });
  await element('preload', 'link', { rel: 'modulepreload', href: at('preload', 'x.js') });
  await element('object', 'object', { data: at('object') });
  await element('video', 'video', { src: at('video') });
  // A frame that is blocked still says that it loaded: only arrivals tell.
  const frame = document.createElement('iframe');
  frame.src = at('frame');
  document.body.append(frame);
  const form = document.createElement('form');
  Object.assign(form, { action: at('form'), method: 'post', target: '_blank' });
  document.body.append(form);
  form.submit();
  await new Promise((resolve) => scope.setTimeout(resolve, 300));
  frame.remove();
  form.remove();
  return outcome;
}
