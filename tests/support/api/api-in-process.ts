/** The API server around a bundle, without a process or a port: requests go in by `inject`. */
import type { FastifyInstance } from 'fastify';
import { buildApi } from '../../../src/deploy/api';
import type { ReleasePlan } from '../../../src/deploy/api';
import { readBundle } from '../../../src/deploy/bundle';
import type { ExportInput } from '../../../src/deploy/model/types';
import { makeApp } from '../../../src/deploy/templates/api/app';
import { readConfig } from '../../../src/deploy/templates/api/start/config';
import { makeService } from '../../../src/deploy/templates/api/start/make-service';
import { loamRuntime } from '../../../src/deploy/templates/api/start/loam-runtime';
import type { Runtime } from '../../../src/deploy/templates/api/start/runtime';
import type { Service } from '../../../src/deploy/templates/api/service';

const bareTemplate = {
  'package.json': '{"dependencies":{}}',
  'package-lock.json': '{"packages":{"":{}}}',
  'server.mjs': '',
  'try/index.html': '',
  'try/page.js': '',
  'try/style.css': '',
};

const bare = {
  loam: { template: bareTemplate, runtime: 'loam' },
  onnxruntime: {
    template: { ...bareTemplate, 'package.json': '{"dependencies":{"onnxruntime-node":"*"}}' },
    runtime: 'onnx',
  },
} as const;

export interface ApiInProcess {
  app: FastifyInstance;
  service: Service;
  /** Lines of the log. */
  lines: string[];
}

export async function apiInProcess(
  models: readonly ExportInput[],
  environment: Record<string, string> = {},
  release?: ReleasePlan,
  runtime: Runtime = loamRuntime,
): Promise<ApiInProcess> {
  const read = readConfig(environment);
  if ('problems' in read) throw new Error(read.problems.join());
  const files = buildApi({ models, ...bare[runtime.name], ...(release ? { release } : {}) });
  const lines: string[] = [];
  let now = 0;
  const effects = {
    elapsed: () => now++,
    date: () => '2026-01-02T03:04:05.678Z',
    writeLog: (line: string) => void lines.push(line),
  };
  const service = await makeService(read.config, effects, files, readBundle(files), runtime);
  return { app: makeApp(service), service, lines };
}
