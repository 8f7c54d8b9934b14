/**
 * The text of cage.html. It is fixed: it starts one `data:` worker (a `blob:` worker in an opaque origin
 * is no secure context, so it would have no WebGPU), passes it the first port that its parent sends, and
 * listens to nothing else. Everything larger crosses that port and is evaluated in the worker, which
 * inherits the policy below. In an origin that is not opaque, where nobody made it a cage, it refuses.
 */

/** Takes over the port with the first script that comes through it: runtime.ts. */
const WORKER = `'use strict';
onmessage = (first) => {
  onmessage = null;
  const port = first.ports[0];
  port.onmessage = (message) => {
    port.onmessage = null;
    new Function('port', message.data.code)(port);
  };
};`;

const FRAME = `'use strict';
{
  const caged = origin === 'null';
  const worker = caged && new Worker('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(WORKER))}, { name: 'cells' });
  const pass = (event) => {
    if (event.source !== parent || event.ports.length !== 1) return;
    removeEventListener('message', pass);
    event.ports[0].postMessage(caged ? 'passed' : 'refused');
    if (caged) worker.postMessage(0, [event.ports[0]]);
  };
  addEventListener('message', pass);
}`;

/** @param policy the Content-Security-Policy, which a server that can sends as a header too */
export function cagePage(policy: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <title>Cells run here</title>
    <script>
${FRAME}
    </script>
  </head>
  <body></body>
</html>
`;
}
