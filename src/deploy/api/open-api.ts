/** The server as OpenAPI 3.1, made of the very models that it serves. */
import type { ExportInput } from '../model/types';
import { inferencePaths, inferenceSchemas } from './open-api-inference';
import { answerSchema, rowSchema, type JsonSchema } from './row-schema';
import { RUNTIME_NAMES, type ApiRuntime } from './runtimes';

function oneOrAny(schemas: readonly JsonSchema[]): JsonSchema {
  const distinct = [...new Map(schemas.map((each) => [JSON.stringify(each), each])).values()];
  return distinct.length === 1 ? distinct[0]! : { anyOf: distinct };
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

const REFUSALS = {
  '400': 'The body is not what was expected; the error says where.',
  '401': 'No key, or a wrong one.',
  '404': 'There is no such version.',
  '413': 'More bytes or rows than this server takes.',
  '415': 'Not application/json, or compressed.',
  '429': 'Too many requests; Retry-After says when to come again.',
  '503': 'Too many requests wait already; Retry-After says when to come again.',
} as const;

export function refusals(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(REFUSALS).map(([status, description]) => [
      status,
      { description, content: json(ref('Error')) },
    ]),
  );
}

function predictPath() {
  const many = { type: 'object', required: ['rows'], properties: { rows: ref('Rows') } };
  return {
    post: {
      operationId: 'predict',
      summary: 'Answers one row, or many',
      parameters: [
        {
          name: 'version',
          in: 'query',
          description: 'A version or an alias. Without it the release plan chooses.',
          schema: { type: 'string' },
        },
      ],
      requestBody: { required: true, content: json({ anyOf: [ref('Row'), ref('Rows'), many] }) },
      responses: {
        '200': {
          description: 'One answer for a row, a list of them for many.',
          content: json({ anyOf: [ref('OneAnswer'), ref('Answers')] }),
        },
        ...refusals(),
      },
    },
  };
}

function plainPath(operationId: string, summary: string, type: string) {
  const content = { [type]: { schema: { type: type.endsWith('json') ? 'object' : 'string' } } };
  return { get: { operationId, summary, responses: { '200': { description: summary, content } } } };
}

export function openApi(models: readonly ExportInput[], runtime: ApiRuntime) {
  const [first] = models;
  const { name } = first!;
  const which = {
    model: { const: name },
    version: { enum: models.map(({ version }) => version) },
    runtime: { const: RUNTIME_NAMES[runtime] },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: name,
      version: String(first!.version),
      description: `Predicts ${first!.model.manifest.target}.`,
    },
    servers: [{ url: '/' }],
    security: [{}, { bearer: [] }, { apiKey: [] }],
    paths: {
      '/predict': predictPath(),
      ...inferencePaths(name, refusals()),
      '/': plainPath('card', 'What is served, and how good it is', 'application/json'),
      '/healthz': plainPath('health', 'Whether the process is well', 'application/json'),
      '/metrics': plainPath('metrics', 'Counts for Prometheus', 'text/plain'),
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
      schemas: {
        Row: oneOrAny(models.map(({ model }) => rowSchema(model.manifest))),
        Rows: { type: 'array', items: ref('Row') },
        Answer: oneOrAny(models.map(({ model }) => answerSchema(model.manifest))),
        OneAnswer: {
          allOf: [
            { type: 'object', required: ['model', 'version', 'runtime'], properties: which },
            ref('Answer'),
          ],
        },
        Answers: {
          type: 'object',
          required: ['model', 'version', 'runtime', 'answers'],
          properties: { ...which, answers: { type: 'array', items: ref('Answer') } },
        },
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: { type: 'string', description: 'What was wrong, in one sentence.' },
          },
        },
        ...inferenceSchemas(),
      },
    },
  };
}
