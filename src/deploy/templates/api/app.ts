/** The server: Fastify with its limits set, and the routes. It listens nowhere yet. */
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { readBody } from './gate/read-body';
import { Refused } from './http-error';
import { guard } from './routes/guard';
import { inferenceRoutes } from './routes/inference';
import { operationRoutes } from './routes/operations';
import { pageRoutes } from './routes/pages';
import { predictRoute } from './routes/predict';
import { refuse } from './routes/refuse';
import { countAnswer } from './routes/send-answer';
import type { Service } from './service';

declare module 'fastify' {
  interface FastifyRequest {
    /** Milliseconds of `Effects.elapsed`. */
    startedAt: number;
  }
}

/** How often Node looks for connections that are too slow. */
const CHECK_MS = 500;
const MOST_HEADER_MS = 60_000;

/** Sent by hand: there is no request yet that could be answered. */
const RAW_ERRORS: Record<string, [line: string, error: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'the request took too long to arrive'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'the headers are too large'],
};
const NO_HTTP = ['400 Bad Request', 'this is no HTTP request'] as const;

function noSchema(): never {
  throw new Error('no route of this server has a schema');
}

/**
 * Bodies are checked and answers written by code of our own, so no route has a schema. Fastify then need not load what
 * compiles schemas, which is a third of its start.
 */
const withoutSchemas = {
  compilersFactory: { buildValidator: () => noSchema, buildSerializer: () => noSchema },
};

export function makeApp(service: Service): FastifyInstance {
  const { config, effects, metrics } = service;
  const app = Fastify({
    logger: false,
    schemaController: withoutSchemas,
    bodyLimit: config.bodyLimit,
    requestTimeout: config.requestTimeoutMs,
    connectionTimeout: config.connectionTimeoutMs,
    keepAliveTimeout: config.keepAliveMs,
    http: {
      connectionsCheckingInterval: CHECK_MS,
      headersTimeout: Math.min(config.requestTimeoutMs, MOST_HEADER_MS),
    },
    trustProxy: config.trustProxy ?? false,
    forceCloseConnections: 'idle',
    // What has arrived is answered, also while the server closes.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 600, ignoreTrailingSlash: true },
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return;
      const [line, reason] = RAW_ERRORS[error.code] ?? NO_HTTP;
      metrics.error(error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'too-slow' : 'bad-request');
      const body = JSON.stringify({ error: reason });
      const head = `HTTP/1.1 ${line}\r\nContent-Type: application/json; charset=utf-8`;
      socket.end(`${head}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    },
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (_request, stream, done) =>
    readBody(stream, config.bodyLimit, done),
  );
  app.decorateRequest('startedAt', 0);
  app.addHook('onRequest', (request, reply, done) => {
    request.startedAt = effects.elapsed();
    if (service.isStopping) reply.header('connection', 'close');
    done();
  });
  // As it is sent, not once it has left: listeners for that would cost each request more than its count does.
  app.addHook('onSend', (request, { statusCode }, payload, done) => {
    countAnswer(service, request, statusCode);
    done(null, payload);
  });
  app.server.on('connection', (socket: Socket) => {
    service.queue.connections++;
    socket.once('close', () => service.queue.connections--);
  });
  app.setErrorHandler((error, request, reply) => refuse(service, error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    refuse(service, new Refused('not-found', 'there is nothing at this path'), request, reply);
  });

  guard(app, service);
  operationRoutes(app, service);
  pageRoutes(app, service);
  inferenceRoutes(app, service);
  predictRoute(app, service);
  return app;
}
