/** How every answer leaves: counted, timed, logged where that is asked for, and safe for a browser to open. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REFUSALS, Refused, type Refusal } from './http-error';
import type { Service } from './service';

declare module 'fastify' {
  interface FastifyRequest {
    /** Milliseconds of `Effects.elapsed`. */
    startedAt: number;
  }
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const HTML_TYPE = 'text/html; charset=utf-8';

export interface Answer {
  status?: number;
  type?: string;
  body: string;
}

/** The address as the routes name it, never as it was asked for: metrics keep few names. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

export function respond(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  { status = 200, type = JSON_TYPE, body }: Answer,
): void {
  const { metrics, effects, log } = service;
  const milliseconds = effects.elapsed() - request.startedAt;
  const route = routeOf(request);
  metrics.request(route, status, milliseconds / 1000);
  if (log.logsRequests) {
    const { method, id, ip } = request;
    log.write('debug', 'request', { id, method, route, status, ip, milliseconds });
  }
  reply.statusCode = status;
  reply.header('content-type', type);
  reply.header('x-content-type-options', 'nosniff');
  if (service.isStopping) reply.header('connection', 'close');
  reply.send(body);
}

export function respondJson(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  value: unknown,
): void {
  respond(service, request, reply, { body: JSON.stringify(value) });
}

function countRefusal({ metrics, log }: Service, refusal: Refusal, facts: object): void {
  metrics.error(refusal);
  log.write(refusal === 'internal' ? 'error' : 'warn', 'refused', { class: refusal, ...facts });
}

/** `{"error": ...}`, as the Open Inference Protocol has it, on every route. */
export function refuse(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  { refusal, message, retryAfter }: Refused,
): void {
  countRefusal(service, refusal, { route: routeOf(request), id: request.id, reason: message });
  if (retryAfter !== null) reply.header('retry-after', String(Math.ceil(retryAfter)));
  if (refusal === 'no-key') reply.header('www-authenticate', 'Bearer');
  const body = JSON.stringify({ error: message });
  respond(service, request, reply, { status: REFUSALS[refusal], body });
}

/** What Fastify itself refuses, in our words; anything unknown is our own fault, and says nothing of the inside. */
export function asRefused(error: unknown, log: Service['log'], bodyLimit: number): Refused {
  if (error instanceof Refused) return error;
  const { code, statusCode, message } = error as {
    code?: string;
    statusCode?: number;
    message?: string;
  };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Refused('too-large', `the body is larger than ${bodyLimit} bytes`);
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Refused('wrong-type', 'Content-Type must be application/json');
  }
  if (statusCode === 503) return new Refused('stopping', 'this server is stopping', 1);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Refused('bad-request', message ?? 'the request cannot be read');
  }
  log.write('error', 'failed', { reason: error instanceof Error ? error.stack : String(error) });
  return new Refused('internal', 'this request could not be answered; the log says why');
}
