/** Whatever stops a request, as an answer: `{"error": "..."}` with a status of 4xx, or 503 under overload. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused, REFUSALS } from '../http-error';
import type { Service } from '../service';

/** What Fastify throws on its own, in our words. */
function fromFramework(error: unknown): Refused | null {
  if (!(error instanceof Error)) return null;
  const { code, statusCode } = error as Error & { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Refused('too-large', 'the body is larger than this server takes');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || statusCode === 415) {
    return new Refused('wrong-type', 'Content-Type must be application/json');
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Refused('bad-request', error.message);
  }
  return null;
}

export function refuse(
  { log, metrics }: Service,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const known = error instanceof Refused ? error : fromFramework(error);
  const refused = known ?? new Refused('internal', 'something went wrong; the log has more');
  metrics.error(refused.refusal);
  const status = REFUSALS[refused.refusal];
  if (!known) {
    const stack = error instanceof Error ? error.stack : String(error);
    log.write('error', 'request-failed', { request: request.id, url: request.url, stack });
  } else {
    log.write('debug', 'request-refused', {
      request: request.id,
      class: refused.refusal,
      reason: refused.message,
    });
  }
  if (refused.retryAfter !== null) {
    reply.header('retry-after', String(Math.ceil(refused.retryAfter)));
  }
  if (refused.refusal === 'no-key') reply.header('www-authenticate', 'Bearer');
  reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify({ error: refused.message }));
}
