/** Runs for scripts/interop.mjs; see there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeModels } from './make-models';
import { openPython, runCheck } from './python';
import { Report } from './report';
import { tfjsDifference } from './tfjs';
import { writeModel, writeNotebooks, writeSignedBundle, type Written } from './write-artefacts';

const TOOLS = [
  ...['onnx', 'onnxruntime', 'safetensors', 'mlflow', 'huggingface_hub'],
  ...['nbformat', 'model_signing', 'cyclonedx'],
];

/** Formats that have no way to say a model; each pair is expected, and any other is a failure. */
function isExpected(model: string, format: string): boolean {
  if (format === 'safetensors') return model.endsWith('-baseline');
  return format === 'tfjs' && !model.endsWith('-plain');
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
await writeSignedBundle(root, models[0]!);
await runTfjsChecks(written, report);
const python = openPython(root);
for (const tool of TOOLS) {
  if ('missing' in python) report.add('skipped', tool, python.missing);
  else runCheck(python, tool, root, report);
}
for (const name of ['the KServe client', 'Kubernetes schemas', 'the Prometheus parser']) {
  report.add('skipped', name, 'the API package has no interop check yet');
}
if (keep) console.log(`Kept: ${root}`);
else await rm(root, { recursive: true });
console.log(report.sentence());
process.exit(report.counts.failed > 0 ? 1 : 0);
