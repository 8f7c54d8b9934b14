import type { FastifyRequest } from 'fastify';
import type { Release } from '../release/choose-version';

/** What the release plan's header holds; null where there is none. */
export function stickyKey({ plan }: Release, { headers }: FastifyRequest): string | null {
  const value = headers[plan.keyHeader];
  const key = Array.isArray(value) ? value[0] : value;
  return key ? key : null;
}
