/**
 * A plain static file server: files of one folder under one path, nothing else. With `headers` it is what
 * `npm start` runs; without any it stands for the plainest host there is.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, relative, sep } from 'node:path';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** The file that a request path means inside `root`, or null for one that leaves it or is not there. */
async function fileFor(root, base, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (!path.startsWith(base) || path.includes('\0')) return null;
  const file = normalize(join(root, path.slice(base.length)));
  if (file !== normalize(root) && !file.startsWith(normalize(root + sep))) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return { file, size: found.size };
  if (!found?.isDirectory() || !path.endsWith('/')) return null;
  const index = join(file, 'index.html');
  const size = await stat(index).then(
    (at) => at.size,
    () => null,
  );
  return size === null ? null : { file: index, size };
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address().port);
    });
  });
}

/**
 * Serves `root` below `base` (starts and ends with a slash; default `/`). `port` 0 takes any free one; with
 * `nextFree` a taken port gives way to the next one. `headers` are those of every answer, or a function of
 * the path below `root`.
 */
export async function serveStatic({
  root,
  base = '/',
  port = 0,
  host = 'localhost',
  nextFree = false,
  headers = {},
}) {
  const server = createServer(async (request, response) => {
    const found =
      request.method === 'GET' || request.method === 'HEAD'
        ? await fileFor(root, base, request.url ?? '/')
        : null;
    const path = found ? relative(root, found.file).replaceAll(sep, '/') : '';
    const sent = typeof headers === 'function' ? headers(path) : headers;
    for (const [name, value] of Object.entries(sent)) response.setHeader(name, value);
    if (!found) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
      return;
    }
    response.writeHead(200, {
      'Content-Type': types[extname(found.file)] ?? 'application/octet-stream',
      'Content-Length': found.size,
      // Built files are named by their content; everything else is asked for again.
      'Cache-Control': found.file.includes(`${sep}assets${sep}`) ? 'max-age=31536000' : 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(found.file)
        .on('error', () => response.destroy())
        .pipe(response);
  });

  for (let tries = nextFree ? 50 : 1; ; tries--, port++) {
    try {
      const taken = await listen(server, port, host);
      return {
        url: `http://${host}:${taken}${base}`,
        port: taken,
        close: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      };
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || tries <= 1) throw error;
    }
  }
}
