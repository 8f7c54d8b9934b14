/** The paths and schemas of the Open Inference Protocol, version 2, as OpenAPI. */
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ 'application/json': { schema } });

const DATATYPES = [
  ...['BOOL', 'UINT8', 'UINT16', 'UINT32', 'UINT64', 'INT8', 'INT16', 'INT32', 'INT64'],
  ...['FP16', 'FP32', 'FP64', 'BYTES'],
];

function get(operationId: string, summary: string, schema: object, more: object = {}) {
  const responses = { '200': { description: summary, content: json(schema) }, ...more };
  return { get: { operationId, summary, responses } };
}

export function inferencePaths(name: string, refusals: Record<string, unknown>) {
  const model = {
    name: 'model',
    in: 'path',
    required: true,
    schema: { type: 'string', const: name },
  };
  const version = {
    name: 'version',
    in: 'path',
    required: true,
    description: 'A version or an alias.',
    schema: { type: 'string' },
  };
  const unknown = {
    '404': { description: 'There is no such model.', content: json(ref('Error')) },
  };
  const stopping = (key: string) => ({
    '503': { description: 'The server stops.', content: json(ref(key)) },
  });
  const ofModel = (base: string, suffix: string, parameters: object[]) => ({
    [base]: {
      parameters,
      ...get(`modelMetadata${suffix}`, 'Inputs and outputs', ref('ModelMetadata'), unknown),
    },
    [`${base}/ready`]: {
      parameters,
      ...get(`modelReady${suffix}`, 'Whether it answers', ref('ModelReady'), {
        ...unknown,
        ...stopping('ModelReady'),
      }),
    },
    [`${base}/infer`]: {
      parameters,
      post: {
        operationId: `infer${suffix}`,
        summary: 'Answers rows given as columns',
        requestBody: { required: true, content: json(ref('InferenceRequest')) },
        responses: {
          '200': { description: 'The outputs.', content: json(ref('InferenceResponse')) },
          ...refusals,
        },
      },
    },
  });
  return {
    '/v2': get('serverMetadata', 'The server', ref('ServerMetadata')),
    '/v2/health/live': get('live', 'Whether it lives', {
      type: 'object',
      properties: { live: { type: 'boolean' } },
    }),
    '/v2/health/ready': get('ready', 'Whether it answers', ref('Ready'), stopping('Ready')),
    ...ofModel('/v2/models/{model}', '', [model]),
    ...ofModel('/v2/models/{model}/versions/{version}', 'OfVersion', [model, version]),
  };
}

const text = { type: 'string' };
const parameters = { type: 'object' };
const shape = { type: 'array', items: { type: 'integer' } };
const datatype = { enum: DATATYPES };

function object(required: string[], properties: Record<string, object>) {
  return { type: 'object', required, properties };
}
const listOf = (items: object) => ({ type: 'array', items });

export function inferenceSchemas() {
  const metadata = object(['name', 'datatype', 'shape'], { name: text, datatype, shape });
  const tensor = object(['name', 'shape', 'datatype', 'data'], {
    name: text,
    shape,
    datatype,
    parameters,
    data: { type: 'array', description: 'Flat in row-major order, or nested.' },
  });
  return {
    Ready: object(['ready'], { ready: { type: 'boolean' } }),
    ServerMetadata: object(['name', 'version', 'extensions'], {
      name: text,
      version: text,
      extensions: listOf(text),
    }),
    ModelMetadata: object(['name', 'platform', 'inputs', 'outputs'], {
      name: text,
      versions: listOf(text),
      platform: text,
      inputs: listOf(metadata),
      outputs: listOf(metadata),
    }),
    ModelReady: object(['name', 'ready'], { name: text, ready: { type: 'boolean' } }),
    Tensor: tensor,
    InferenceRequest: object(['inputs'], {
      id: text,
      parameters,
      inputs: listOf(ref('Tensor')),
      outputs: listOf(object(['name'], { name: text, parameters })),
    }),
    InferenceResponse: object(['model_name', 'outputs'], {
      model_name: text,
      model_version: text,
      id: text,
      parameters,
      outputs: listOf(ref('Tensor')),
    }),
  };
}
