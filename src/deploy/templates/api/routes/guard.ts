/** Who may ask, and how often. Health, and the page that only asks, are open to all. */
import type { FastifyInstance } from 'fastify';
import { keyCheck } from '../gate/api-keys';
import { TokenBuckets } from '../gate/token-bucket';
import { Refused } from '../http-error';
import type { Service } from '../service';

const OPEN = new Set([
  '/healthz',
  '/v2/health/live',
  '/v2/health/ready',
  '/try',
  '/try/page.js',
  '/try/style.css',
]);

export function guard(app: FastifyInstance, { config, effects }: Service): void {
  const { apiKeys, rate, burst } = config;
  if (apiKeys.length === 0 && rate === 0) return;
  const check = apiKeys.length > 0 ? keyCheck(apiKeys) : null;
  const buckets = rate > 0 ? new TokenBuckets(rate, burst, effects.elapsed) : null;
  app.addHook('onRequest', (request, _reply, done) => {
    if (OPEN.has(request.routeOptions.url ?? '')) return done();
    const { authorization, 'x-api-key': apiKey } = request.headers;
    const key = check?.(authorization, typeof apiKey === 'string' ? apiKey : undefined) ?? -1;
    if (buckets) {
      // Those without a right key share the bucket of their address, so that keys cannot be tried fast.
      const wait = buckets.take(key < 0 ? `address ${request.ip}` : `key ${key}`);
      if (wait > 0) return done(new Refused('too-many', 'too many requests; slow down', wait));
    }
    if (check && key < 0) {
      const reason = 'send a key, as "Authorization: Bearer KEY" or "X-API-Key: KEY"';
      return done(new Refused('no-key', reason));
    }
    done();
  });
}
