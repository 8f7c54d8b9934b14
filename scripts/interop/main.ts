/** Runs for scripts/interop.mjs; see there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeModels } from './make-models';
import { serveApiPackage } from './api-package';
import { openPython, runChecks, type CheckScript, type Toolbox } from './python';
import { Report } from './report';
import { tfjsDifference } from './tfjs';
import { writeModel, writeNotebooks, type Written } from './write-artefacts';

const FORMATS: CheckScript = {
  file: 'checks.py',
  tools: [
    ...['onnx', 'onnxruntime', 'safetensors', 'mlflow', 'huggingface_hub'],
    ...['nbformat', 'model_signing', 'cyclonedx'],
  ],
};
const PACKAGE: CheckScript = {
  file: 'package_checks.py',
  tools: ['kubernetes', 'openapi', 'check_jsonschema', 'PyYAML', 'prometheus', 'promtool'],
};
const KSERVE: CheckScript = { file: 'kserve_checks.py', tools: ['InferenceService', 'client'] };

const TOOLBOX: Toolbox = {
  name: 'venv',
  requirements: 'requirements.txt',
  given: 'LOAM_INTEROP_PYTHON',
};
/** Its pins and those of MLflow's folder do not go together. */
const KSERVE_TOOLBOX: Toolbox = {
  name: 'venv-kserve',
  requirements: 'requirements-kserve.txt',
  given: 'LOAM_INTEROP_KSERVE_PYTHON',
};

/** Formats that have no way to say a model; each pair is expected, and any other is a failure. */
function isExpected(model: string, format: string): boolean {
  if (format === 'safetensors') return model.endsWith('-baseline');
  return format === 'tfjs' && /-(trees|forest|baseline)$/.test(model);
}

function reportRefusals({ model, formats }: Written, report: Report): void {
  for (const [format, files] of Object.entries(formats)) {
    if (typeof files !== 'string') continue;
    const status = isExpected(model.name, format) ? 'skipped' : 'failed';
    report.add(status, `${format} of ${model.name}`, `refused, ${files}`);
  }
}

async function runTfjsChecks(written: Written[], report: Report): Promise<void> {
  for (const { model, formats } of written) {
    if (typeof formats.tfjs === 'string') continue;
    const difference = await tfjsDifference(model, formats.tfjs);
    const status = difference <= 1e-5 ? 'passed' : 'failed';
    report.add(status, `tfjs: ${model.name}`, `at most ${difference.toExponential(1)} off`);
  }
}

const keep = process.argv.includes('--keep');
const root = await mkdtemp(join(tmpdir(), 'loam-interop-'));
const report = new Report();
console.log('Training models on the samples ...');
const models = await makeModels();
const written: Written[] = [];
for (const model of models) written.push(await writeModel(root, model));
for (const each of written) reportRefusals(each, report);
await writeNotebooks(root);
await runTfjsChecks(written, report);
const python = openPython(root, TOOLBOX);
const kserve = openPython(root, KSERVE_TOOLBOX);
const server = await serveApiPackage(root, models);
try {
  runChecks(python, FORMATS, root, report);
  // Asked by KServe first, so that there is something to count.
  runChecks(kserve, KSERVE, root, report);
  runChecks(python, PACKAGE, root, report);
} finally {
  await server.stop();
}
if (keep) console.log(`Kept: ${root}`);
else await rm(root, { recursive: true });
console.log(report.sentence());
process.exit(report.counts.failed > 0 ? 1 : 0);
