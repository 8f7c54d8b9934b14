/** What those who run the server look at: `/healthz` and `/metrics`. */
import type { FastifyInstance } from 'fastify';
import { familyText } from '../metrics/metrics';
import type { Service } from '../service';
import { onlyMethod } from './only-methods';

function gaugesText({ queue, config, models, predictionLog, isStopping }: Service): string {
  const gauge = (name: string, help: string, value: number) =>
    familyText({ name, type: 'gauge', help, samples: [{ labels: {}, value }] });
  return [
    familyText({
      name: 'loam_model_info',
      type: 'gauge',
      help: 'The versions that are served.',
      samples: models.map(({ name, versionText, card, runtime }) => ({
        labels: {
          model: name,
          version: versionText,
          hash: card.model,
          runtime: runtime.name,
          runtime_version: runtime.version,
        },
        value: 1,
      })),
    }),
    gauge('loam_queue_length', 'Requests that wait for their answer.', queue.length),
    gauge('loam_queue_limit', 'Requests that may wait.', config.queue),
    gauge('loam_ready', '1 while requests are wanted, 0 once the server stops.', +!isStopping),
    familyText({
      name: 'loam_prediction_log_left_out_total',
      type: 'counter',
      help: 'Rows of the prediction log that could not be written.',
      samples: [{ labels: {}, value: predictionLog?.leftOut ?? 0 }],
    }),
  ].join('');
}

export function operationRoutes(app: FastifyInstance, service: Service): void {
  const { metrics, drift, shadow, models, bundle } = service;
  const { name } = models[0]!;
  app.get('/healthz', (_request, reply) => {
    void reply.header('cache-control', 'no-store').send({
      status: service.isStopping ? 'stopping' : 'ok',
      model: name,
      versions: models.map(({ version }) => version),
      bundle,
    });
  });
  app.get('/metrics', (_request, reply) => {
    void reply
      .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
      .send(metrics.text() + gaugesText(service) + drift.text() + shadow.text());
  });
  onlyMethod(app, '/healthz', 'GET');
  onlyMethod(app, '/metrics', 'GET');
}
