/** From rows of a request to its answer: through the queue, into the metrics and the prediction log. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TablePrediction } from '../../../../ml/predict/predictor';
import type { BatchColumns } from '../predict/batch-columns';
import { asRefused, refuse, respond } from '../respond';
import type { Service } from '../service';
import type { ServedModel } from '../start/served-model';

export interface Asked {
  served: ServedModel;
  /** Writes the rows of this request. */
  fill(columns: BatchColumns): void;
  /** The body of the answer; rows `from` up to `to` of the prediction are its own. */
  text(prediction: TablePrediction, from: number, to: number): string;
}

export function enqueue(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  { served, fill, text }: Asked,
): void {
  const { queue, metrics, predictionLog } = service;
  const columns = queue.open(served);
  const from = columns.rows;
  fill(columns);
  const to = columns.rows;
  const isLogged = predictionLog !== null && predictionLog.takesNext();
  queue.wait({
    from,
    to,
    answer(prediction) {
      const body = text(prediction, from, to);
      metrics.rows(served.versionText, to - from);
      reply.header('x-model-version', served.versionText);
      respond(service, request, reply, { body });
      if (isLogged) logRows(service, request, served, columns, prediction, from, to);
    },
    fail: (error) =>
      refuse(service, request, reply, asRefused(error, service.log, service.config.bodyLimit)),
  });
}

function logRows(
  { predictionLog, effects }: Service,
  request: FastifyRequest,
  { version, classes }: ServedModel,
  columns: BatchColumns,
  prediction: TablePrediction,
  from: number,
  to: number,
): void {
  const width = classes?.length ?? 0;
  const { labels, probabilities, values } = prediction;
  const rows = Array.from({ length: to - from }, (_, i) => {
    const row = from + i;
    return {
      row: columns.row(row),
      answer: classes ? classes[labels![row]!]! : values![row]!,
      probabilities: classes
        ? Array.from(probabilities!.subarray(row * width, (row + 1) * width))
        : null,
    };
  });
  predictionLog!.write({ time: effects.date(), request: request.id, version, rows });
}
