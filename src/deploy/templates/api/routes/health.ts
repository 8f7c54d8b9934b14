/** Whether this server lives and takes requests, and what it counts. */
import type { FastifyInstance } from 'fastify';
import { familyText } from '../metrics/metrics';
import { respond } from '../respond';
import type { Service } from '../service';

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function healthRoutes(app: FastifyInstance, service: Service): void {
  app.get('/healthz', (request, reply) => {
    const { isStopping, bundle } = service;
    const status = isStopping ? 503 : 200;
    const body = { status: isStopping ? 'stopping' : 'ok', bundle: bundle.identity };
    respond(service, request, reply, { status, body: JSON.stringify(body) });
  });
  app.get('/v2/health/live', (request, reply) =>
    respond(service, request, reply, { body: '{"live":true}' }),
  );
  app.get('/v2/health/ready', (request, reply) => {
    const status = service.isStopping ? 503 : 200;
    respond(service, request, reply, { status, body: `{"ready":${!service.isStopping}}` });
  });
}

function gauges({ queue, models, bundle, predictionLog }: Service): string {
  const one = (name: string, help: string, value: number) =>
    familyText({ name, type: 'gauge', help, samples: [{ labels: {}, value }] });
  return [
    one('loam_queue_length', 'Requests that wait for their answer.', queue.length),
    one('loam_queue_limit', 'Requests that may wait.', queue.most),
    one(
      'loam_prediction_log_left_out',
      'Rows of the sample that the prediction log has no room for.',
      predictionLog?.leftOut ?? 0,
    ),
    familyText({
      name: 'loam_model_info',
      type: 'gauge',
      help: 'Versions in this package; always 1.',
      samples: models.map(({ name, versionText }) => ({
        labels: { name, version: versionText, bundle: bundle.identity },
        value: 1,
      })),
    }),
  ].join('');
}

export function metricsRoute(app: FastifyInstance, service: Service): void {
  app.get('/metrics', (request, reply) => {
    const { metrics, drift, shadow } = service;
    const body = metrics.text() + gauges(service) + drift.text() + shadow.text();
    respond(service, request, reply, { type: METRICS_TYPE, body });
  });
}
