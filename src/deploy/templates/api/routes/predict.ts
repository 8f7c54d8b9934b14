/** `POST /predict`: rows by name, one or many, answered in kind. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isInputRow, type InputRow, type RowProblem } from '../../../runtime/answer-rows';
import { checkMediaType } from '../gate/media-type';
import { badRequest, Refused } from '../http-error';
import { readJson } from '../json/read-json';
import type { Service } from '../service';
import type { ServedModel } from '../start/served-model';
import { namedVersion, releasedVersion } from './asked-version';
import { logRows } from './logged-rows';
import { onlyMethod } from './only-methods';
import { sendAnswer } from './send-answer';

interface Rows {
  rows: readonly InputRow[];
  /** One row was sent, and not a list of one. */
  isOne: boolean;
}

function rowsOf(body: unknown, { inputs }: ServedModel, maxRows: number): Rows {
  const isList = Array.isArray(body);
  if (!isList && !isInputRow(body)) {
    throw badRequest('the body must be a row, a list of rows, or {"rows": [...]}');
  }
  // A model may have an input that is called rows: a list there is no cell of it.
  const isWrapped = !isList && Object.hasOwn(body, 'rows') && Array.isArray(body.rows);
  if (isWrapped && Object.keys(body).length > 1 && inputs.some(({ name }) => name === 'rows')) {
    throw badRequest('rows is a list beside other fields: send a row, or {"rows": [...]} alone');
  }
  const list = isList ? (body as unknown[]) : isWrapped ? (body.rows as unknown[]) : [body];
  if (list.length > maxRows) {
    throw new Refused('too-large', `${list.length} rows, and at most ${maxRows} are taken at once`);
  }
  const wrong = list.findIndex((row) => !isInputRow(row));
  if (wrong >= 0) throw badRequest(`row ${wrong} is not an object of names and values`);
  return { rows: list as InputRow[], isOne: !isList && !isWrapped };
}

/** The version of `?version=` (a number or an alias), or the one that the release gives. */
function versionOf(service: Service, request: FastifyRequest): ServedModel {
  const { version } = request.query as { version?: string | string[] };
  if (version === undefined) return releasedVersion(service, request);
  if (typeof version !== 'string') throw badRequest('version is there more than once');
  return namedVersion(service, version);
}

function predict(service: Service, request: FastifyRequest, reply: FastifyReply): void {
  const { config, queue, metrics, answerTexts } = service;
  queue.admit();
  checkMediaType(request.headers['content-type'], request.headers['content-encoding']);
  const served = versionOf(service, request);
  const body = readJson((request.body as Buffer | undefined) ?? Buffer.alloc(0));
  const { rows, isOne } = rowsOf(body, served, config.maxRows);

  const columns = queue.open(served, rows.length);
  const from = columns.rows;
  const problems: RowProblem[][] = [];
  for (const row of rows) problems.push(columns.addRow(row));
  const to = columns.rows;
  const texts = answerTexts.get(served)!;
  queue.wait({
    from,
    to,
    answer(prediction, answered) {
      const answers = texts.rows(prediction, from, problems);
      const text = isOne
        ? `{${texts.head},${answers.slice(1)}`
        : `{${texts.head},"answers":[${answers}]}`;
      metrics.rows(served.versionText, to - from);
      logRows(service, served, request.id, prediction, answered, from, to);
      sendAnswer(service, served, reply, text);
    },
    fail: (error) => void reply.send(error),
  });
}

export function predictRoute(app: FastifyInstance, service: Service): void {
  app.post('/predict', (request, reply) => predict(service, request, reply));
  onlyMethod(app, '/predict', 'POST');
}
