/**
 * The one Content-Security-Policy of the app. The server sends it as a header, the build writes it into
 * index.html as a meta element, so that a host without headers holds to it too. Workers inherit the
 * page's policy because workers/client.ts starts them from `blob:` modules.
 */
const directives = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' blob: data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'worker-src': "'self' blob:",
  'frame-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** @param {Record<string, string>} [changes] directives to put in place of the app's own */
function policyText(changes = {}) {
  return Object.entries({ ...directives, ...changes })
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

export const policy = policyText();

/** The frame of the cage, beside index.html. */
export const CAGE_PAGE = 'cage.html';

/** The development server reloads through a WebSocket to itself. */
export const developmentPolicy = policyText({ 'connect-src': "'self' ws:" });

/** What a server may add: cross-origin isolation, and the policy as a header. */
export const headers = {
  'Content-Security-Policy': policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * The policy of cage.html, where cells run: scripts are evaluated there and nothing can be reached. The
 * page carries it as a meta element too.
 */
export const cagePolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob: data:",
  'worker-src blob: data:',
  "connect-src 'none'",
].join('; ');

/** What a server sends with cage.html in place of `headers`. */
export const cageHeaders = { ...headers, 'Content-Security-Policy': cagePolicy };

/** The headers of a file of the built folder, by its path in it. */
export function headersFor(path) {
  return path === CAGE_PAGE ? cageHeaders : headers;
}
