/** What a request passes before it is looked at: a key, its rate, its media type and a place in the queue. */
import type { FastifyRequest } from 'fastify';
import { keyCheck } from '../gate/api-keys';
import { checkMediaType } from '../gate/media-type';
import { TokenBuckets } from '../gate/token-bucket';
import { Refused } from '../http-error';
import type { Service } from '../service';

export interface Admission {
  /** @throws Refused `no-key`, `too-many` */
  who(request: FastifyRequest): void;
  /** For requests with a body to predict from. @throws Refused `wrong-type`, `overloaded` */
  what(request: FastifyRequest): void;
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

export function admission({ config, effects, queue }: Service): Admission {
  const { apiKeys, rate, burst } = config;
  const keyOf = keyCheck(apiKeys);
  const buckets = rate > 0 ? new TokenBuckets(rate, burst, effects.elapsed) : null;
  return {
    who(request) {
      let name: string | null = null;
      if (apiKeys.length > 0) {
        const { authorization, 'x-api-key': apiKey } = request.headers;
        const key = keyOf(authorization, oneOf(apiKey));
        if (key < 0) throw new Refused('no-key', 'an API key is needed: Authorization: Bearer KEY');
        name = `key ${key}`;
      }
      if (!buckets) return;
      const seconds = buckets.take(name ?? request.ip);
      if (seconds > 0) {
        throw new Refused('too-many', `more than ${rate} requests per second`, seconds);
      }
    },
    what({ headers }) {
      checkMediaType(headers['content-type'], headers['content-encoding']);
      queue.admit();
    },
  };
}
