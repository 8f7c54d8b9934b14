/** The Open Inference Protocol, version 2, over HTTP. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { plainName } from '../../../bundle/plain-name';
import { Refused } from '../http-error';
import { readExactJson } from '../json/read-json';
import { datatypeOf } from '../oip/fit-input';
import { inferenceText, outputsOf } from '../oip/outputs';
import { readInferenceRequest } from '../oip/read-request';
import { respondJson } from '../respond';
import type { Service } from '../service';
import type { ServedModel } from '../start/served-model';
import type { Admission } from './admission';
import { enqueue } from './enqueue';
import { stickyKey } from './sticky-key';

const PLATFORM = 'loam';

interface Params {
  name?: string;
  version?: string;
}

function paramsOf(request: FastifyRequest): Params {
  return request.params as Params;
}

/** The version of the address; without one null. @throws Refused `not-found` */
function namedVersion({ models, release }: Service, request: FastifyRequest): ServedModel | null {
  const { name, version } = paramsOf(request);
  const own = models[0]!.name;
  if (name !== own && name !== plainName(own)) {
    throw new Refused('not-found', `there is no model ${JSON.stringify(name).slice(0, 80)}`);
  }
  if (version === undefined) return null;
  const served = release.named(version);
  if (served) return served;
  throw new Refused('not-found', `there is no version ${JSON.stringify(version).slice(0, 80)}`);
}

function metadata({ models }: Service, served: ServedModel) {
  return {
    name: served.name,
    versions: models.map(({ versionText }) => versionText),
    platform: PLATFORM,
    inputs: served.inputs.map((input) => ({
      name: input.name,
      datatype: datatypeOf(input),
      shape: [-1],
    })),
    outputs: outputsOf(served),
  };
}

export function openInferenceRoutes(
  app: FastifyInstance,
  service: Service,
  admission: Admission,
): void {
  const usual = () => service.release.named(service.release.plan.default)!;

  app.get('/v2', (request, reply) => {
    const { version } = usual();
    respondJson(service, request, reply, {
      name: 'loam-api',
      version: String(version),
      extensions: [],
    });
  });

  for (const base of ['/v2/models/:name', '/v2/models/:name/versions/:version']) {
    app.get(base, (request, reply) => {
      const served = namedVersion(service, request) ?? usual();
      respondJson(service, request, reply, metadata(service, served));
    });
    app.get(`${base}/ready`, (request, reply) => {
      const { name } = namedVersion(service, request) ?? usual();
      respondJson(service, request, reply, { name, ready: true });
    });
    app.post(
      `${base}/infer`,
      {
        onRequest: (request, _reply, done) => {
          namedVersion(service, request);
          admission.what(request);
          done();
        },
      },
      (request, reply) => {
        const { release, config } = service;
        const body = readExactJson(request.body as Buffer);
        const served =
          namedVersion(service, request) ?? release.choose(stickyKey(release, request));
        const names = outputsOf(served).map(({ name }) => name);
        const asked = readInferenceRequest(body, served, names, config.maxRows);
        let problems = 0;
        enqueue(service, request, reply, {
          served,
          fill: (columns) => {
            problems = columns.addColumns(asked.cells, asked.rows);
          },
          text: (prediction, from, to) =>
            inferenceText(served, prediction, { ...asked, from, to, problems }),
        });
      },
    );
  }
}
