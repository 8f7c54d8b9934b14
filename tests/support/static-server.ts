/** The built folder on the plainest host there is: no headers, in a sub-path. */
import { fileURLToPath } from 'node:url';
import { serveStatic, type StaticServer } from '../../scripts/lib/static-server.mjs';

/** The built folder; LOAM_DIST names another one. */
export const DIST = process.env.LOAM_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
export const SUB_PATH = '/some/where/';

/** Default: dist/ below /some/where/ on a free port, without headers. */
export function staticServer(options: Partial<Parameters<typeof serveStatic>[0]> = {}) {
  return serveStatic({ root: DIST, base: SUB_PATH, ...options });
}

export type { StaticServer };
