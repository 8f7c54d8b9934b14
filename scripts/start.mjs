/** `npm start`: installs what is missing, builds, serves, prints the address. */
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { root } from './lib/run.mjs';
import { serveStatic } from './lib/static-server.mjs';
import { headersFor } from './policy.mjs';

await install();
console.log('Building ...');
if (!(await build({ quiet: true }))) {
  console.error('The build failed; the lines above say why.');
  process.exit(1);
}

const port = Number(process.env.PORT || 4173);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT is ${process.env.PORT}, which is not a port number.`);
  process.exit(1);
}
const server = await serveStatic({
  root: join(root, 'dist'),
  port,
  nextFree: true,
  headers: headersFor,
});
console.log(`\nLoam is at ${server.url}\nStop it with Ctrl+C.`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => void server.close().then(() => process.exit(0)));
}
