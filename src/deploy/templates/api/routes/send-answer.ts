/** The answers of a model on their way out, which are nearly all that a server sends. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Service } from '../service';
import type { ServedModel } from '../start/served-model';

/** Counts a request by its answer, and writes it to the log where that is asked for. */
export function countAnswer(
  { effects, metrics, log }: Service,
  request: FastifyRequest,
  status: number,
): void {
  const milliseconds = effects.elapsed() - request.startedAt;
  // As the routes name it, never as it was asked for: metrics keep few names.
  const route = request.routeOptions.url ?? 'none';
  metrics.request(route, status, milliseconds / 1000);
  if (!log.logsRequests) return;
  const { method, id, ip } = request;
  log.write('debug', 'request', { id, method, route, status, ip, milliseconds });
}

/**
 * Written to Node's response, past Fastify's own way: the text needs none of its steps, which cost as much as a
 * prediction of one row does several times over.
 */
export function sendAnswer(
  service: Service,
  { versionText }: ServedModel,
  reply: FastifyReply,
  text: string,
): void {
  reply.hijack();
  const { raw } = reply;
  const headers = [
    'content-type',
    'application/json; charset=utf-8',
    'x-model-version',
    versionText,
    'content-length',
    String(Buffer.byteLength(text)),
  ];
  if (service.isStopping) headers.push('connection', 'close');
  raw.writeHead(200, headers);
  raw.end(text);
  // While it is on its way.
  countAnswer(service, reply.request, 200);
}
