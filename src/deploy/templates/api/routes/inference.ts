/** The Open Inference Protocol, version 2, over HTTP. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkMediaType } from '../gate/media-type';
import { Refused } from '../http-error';
import { readExactJson } from '../json/read-json';
import { datatypeOf } from '../oip/fit-input';
import { inferenceText, outputsOf } from '../oip/outputs';
import { readInferenceRequest } from '../oip/read-request';
import type { Service } from '../service';
import type { ServedModel } from '../start/served-model';
import { namedVersion, releasedVersion } from './asked-version';
import { logRows } from './logged-rows';
import { onlyMethod } from './only-methods';
import { sendAnswer } from './send-answer';

export const SERVER_NAME = 'loam';
const PROTOCOL_VERSION = '2';

function metadataOf({ models }: Service, served: ServedModel) {
  return {
    name: served.name,
    versions: models.map(({ versionText }) => versionText),
    platform: served.runtime.platform,
    inputs: served.inputs.map((input) => ({
      name: input.name,
      datatype: datatypeOf(input),
      shape: [-1],
    })),
    outputs: outputsOf(served),
  };
}

/** The model and version that a path names; without a version null, and the release chooses. */
function pathVersion(service: Service, request: FastifyRequest): ServedModel | null {
  const { model, version } = request.params as { model: string; version?: string };
  const { name } = service.models[0]!;
  if (model !== name) {
    throw new Refused('not-found', `there is no such model; there is ${JSON.stringify(name)}`);
  }
  return version === undefined ? null : namedVersion(service, version);
}

function usualVersion(service: Service): ServedModel {
  return service.release.named(service.release.plan.default)!;
}

function infer(service: Service, request: FastifyRequest, reply: FastifyReply): void {
  const { config, queue, metrics } = service;
  queue.admit();
  checkMediaType(request.headers['content-type'], request.headers['content-encoding']);
  if (request.headers['inference-header-content-length'] !== undefined) {
    throw new Refused('bad-request', 'the binary extension is not supported; send JSON');
  }
  const served = pathVersion(service, request) ?? releasedVersion(service, request);
  const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
  const names = outputsOf(served).map(({ name }) => name);
  const asked = readInferenceRequest(readExactJson(body), served, names, config.maxRows);

  const columns = queue.open(served, asked.rows);
  const from = columns.rows;
  const problems = columns.addColumns(asked.cells, asked.rows);
  const to = columns.rows;
  const { id, outputs } = asked;
  queue.wait({
    from,
    to,
    answer(prediction, answered) {
      const text = inferenceText(served, prediction, { id, from, to, outputs, problems });
      metrics.rows(served.versionText, to - from);
      logRows(service, served, id ?? request.id, prediction, answered, from, to);
      sendAnswer(service, served, reply, text);
    },
    fail: (error) => void reply.send(error),
  });
}

export function inferenceRoutes(app: FastifyInstance, service: Service): void {
  const get = (url: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown) => {
    app.get(url, (request, reply) => {
      void reply.send(handler(request, reply));
    });
    onlyMethod(app, url, 'GET');
  };
  const isReady = (reply: FastifyReply) => {
    if (service.isStopping) reply.code(503);
    return !service.isStopping;
  };
  get('/v2', () => ({ name: SERVER_NAME, version: PROTOCOL_VERSION, extensions: [] }));
  get('/v2/health/live', () => ({ live: true }));
  get('/v2/health/ready', (_request, reply) => ({ ready: isReady(reply) }));
  for (const path of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    get(path, (request) =>
      metadataOf(service, pathVersion(service, request) ?? usualVersion(service)),
    );
    get(`${path}/ready`, (request, reply) => {
      const { name } = pathVersion(service, request) ?? usualVersion(service);
      return { name, ready: isReady(reply) };
    });
    app.post(`${path}/infer`, (request, reply) => infer(service, request, reply));
    onlyMethod(app, `${path}/infer`, 'POST');
  }
}
