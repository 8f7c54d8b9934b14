/** Versions of one model as a package that runs behind HTTP: `npm ci && npm start`. */
import { LoamError } from '../../core/errors';
import { buildBundle } from '../bundle/build-bundle';
import { plainName } from '../bundle/plain-name';
import type { BundleFiles, TemplateFiles } from '../bundle/types';
import { deriveScript } from '../model/derive-script';
import type { ExportInput } from '../model/types';
import { writeOnnx } from '../onnx/write-onnx';
import { openApi } from './open-api';
import { plainPlan, planProblem, type ReleasePlan } from './release-plan';
import { ONNX_FILE, type ApiRuntime } from './runtimes';

export interface ApiInput {
  /** Versions of one model, each once; the first answers where nothing else is said. */
  models: readonly ExportInput[];
  /** That of the runtime. */
  template: TemplateFiles;
  /** Default: `loam`. */
  runtime?: ApiRuntime;
  /** Default: the first version is the champion and answers all, a second one is the challenger. */
  release?: ReleasePlan;
}

function refused(reason: string): LoamError {
  return new LoamError('export-refused', { reason });
}

/** Two spaces and a line end, as npm writes its files. */
function jsonFile(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

interface LockFile {
  packages: Record<string, object>;
}

/** Versions of which a request may get any. */
function standIns({ aliases, default: usual, canary, shadow, ab }: ReleasePlan): number[] {
  const others = [canary?.alias, shadow?.alias, ...(ab?.aliases ?? [])];
  return [usual, ...others].flatMap((alias) => (alias === undefined ? [] : [aliases[alias]!]));
}

function question({ model: { manifest } }: ExportInput): string {
  const { kind, target, classes } = manifest;
  return JSON.stringify([kind, target, kind === 'regression' ? null : classes]);
}

const RUNTIME_PACKAGE = 'onnxruntime-node';

function runtimeOf(template: TemplateFiles): ApiRuntime {
  const { dependencies } = JSON.parse(template['package.json']!) as { dependencies: object };
  return Object.hasOwn(dependencies, RUNTIME_PACKAGE) ? 'onnx' : 'loam';
}

/** Compiled code of Loam's engines, which nobody asks where ONNX Runtime computes. */
function withoutEngines(template: TemplateFiles): TemplateFiles {
  const kept = Object.entries(template).filter(([path]) => !path.endsWith('.generated.mjs'));
  return Object.fromEntries(kept);
}

/** The package's own name, in both files that npm compares. */
function named(template: TemplateFiles, name: string, description: string): BundleFiles {
  const manifest = JSON.parse(template['package.json']!) as object;
  const lock = JSON.parse(template['package-lock.json']!) as LockFile;
  const packages = { ...lock.packages, '': { ...lock.packages[''], name } };
  return new Map([
    ['package.json', jsonFile({ ...manifest, name, description })],
    ['package-lock.json', jsonFile({ ...lock, name, packages })],
  ]);
}

/**
 * @throws LoamError `export-refused` where the versions are of several models, the release plan names what is not here, or
 * ONNX has no counterpart for a part of a model; `internal` where the parts of an input do not belong together
 */
export function buildApi({ models, template, runtime = 'loam', release }: ApiInput): BundleFiles {
  if (runtimeOf(template) !== runtime) {
    throw new LoamError('internal', { message: `cannot export: no template of ${runtime}` });
  }
  const [first] = models;
  if (!first) throw refused('no version was chosen');
  const versions = models.map(({ version }) => version);
  if (models.some(({ name }) => name !== first.name)) {
    throw refused('an API package serves versions of one model, and several models were chosen');
  }
  if (new Set(versions).size !== versions.length) throw refused('a version was chosen twice');
  const plan = release ?? plainPlan(versions);
  const problem = planProblem(plan, versions);
  if (problem) throw refused(`the release plan does not fit: ${problem}`);
  if (runtime === 'loam' && models.some(({ model }) => model.manifest.network.type === 'onnx')) {
    throw refused('ONNX Runtime computes this model: choose it as what computes');
  }
  const standing = standIns(plan).map((version) =>
    models.find((each) => each.version === version)!,
  );
  if (new Set(standing.map(question)).size > 1) {
    throw refused('versions that stand in for each other must answer the same question');
  }
  const description = `Predicts ${first.model.manifest.target}`;
  const made: BundleFiles = new Map([
    ...named(template, plainName(first.name), description),
    ['openapi.json', jsonFile(openApi(models, runtime))],
    ['release.json', jsonFile(plan)],
  ]);
  if (runtime === 'onnx') {
    for (const { model, version } of models) {
      // The file that was imported is among the objects of the model.
      if (model.manifest.network.type === 'onnx') continue;
      made.set(`models/${version}/${ONNX_FILE}`, writeOnnx(model));
    }
  }
  const derive = deriveScript(models.map(({ model }) => model.preprocessing));
  if (derive !== null) made.set('derive.mjs', new TextEncoder().encode(derive));
  const files = runtime === 'onnx' ? withoutEngines(template) : template;
  return buildBundle({ kind: 'api', models, template: files, made });
}
