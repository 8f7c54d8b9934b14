/** Everything the tools are shown, as folders: `<model>/<format>/...`, with the app's own answers beside. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isLoamError } from '../../src/core/errors';
import { toIpynb } from '../../src/core/notebook/ipynb';
import { fromPercentText } from '../../src/core/notebook/percent-text';
import { ECOSYSTEM_FORMATS, type FormatName } from '../../src/deploy/formats';
import { onnxFeeds } from '../../src/deploy/onnx';
import { rowOf } from '../../src/deploy/model/golden-examples';
import { readTensors } from '../../src/ml/formats/safetensors';
import { makePredictor } from '../../src/ml/predict/predictor';
import { alignRow } from '../../src/ml/predict/align';
import { transform } from '../../src/ml/preprocess/transform';
import { runOnnx } from '../../tests/support/onnx-runtime';
import { askedRows, type InteropModel } from './make-models';

const ROWS = 200;

export async function writeFiles(folder: string, files: Map<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** What the app answers to the rows, and what goes into the network. NaN is null. */
function expectations(model: InteropModel) {
  const { manifest, preprocessing, weights } = model.input.model;
  const rows = askedRows(model, ROWS);
  const predictor = makePredictor(manifest, preprocessing, weights);
  const feeds = onnxFeeds(manifest, rows);
  const cells = rows.map((row) => rowOf(manifest.inputs, row));
  const answers = cells.map((row) => predictor.predictCells(row));
  return {
    kind: manifest.kind,
    classes: manifest.classes,
    threshold: manifest.threshold,
    scale: Math.abs(manifest.targetTransform.scale),
    columns: manifest.inputs.map(({ name, type }, i) => ({
      name,
      type,
      feed: feeds[i]!.name,
      values: Array.from<number | string>(feeds[i]!.values as ArrayLike<number | string>),
    })),
    answers: answers.map(({ answer }) => answer),
    probabilities: manifest.classes ? answers.map(({ probabilities }) => probabilities) : null,
    inputs: cells.map((row) =>
      Array.from(transform(preprocessing, alignRow(manifest.inputs, row).table, null)),
    ),
    tensors: weights
      ? [...readTensors(weights).values()].map(({ name, shape }) => ({ name, shape }))
      : [],
  };
}

export interface Written {
  model: InteropModel;
  folder: string;
  /** By format: its files, or why it refused the model. */
  formats: Record<FormatName, Map<string, Uint8Array> | string>;
}

export async function writeModel(root: string, model: InteropModel): Promise<Written> {
  const folder = join(root, 'models', model.name);
  const formats: Partial<Written['formats']> = {};
  for (const [name, write] of Object.entries(ECOSYSTEM_FORMATS)) {
    try {
      const files = await write(model.input, runOnnx);
      await writeFiles(join(folder, name), files);
      formats[name as FormatName] = files;
    } catch (error) {
      if (!isLoamError(error, 'export-refused')) throw error;
      formats[name as FormatName] = String(error.facts.reason);
    }
  }
  await writeFile(join(folder, 'expected.json'), JSON.stringify(expectations(model)));
  return { model, folder, formats: formats as Written['formats'] };
}

/** The sample notebooks, as Jupyter has them. */
export async function writeNotebooks(root: string): Promise<void> {
  const from = join(import.meta.dirname, '../../public/samples/notebooks');
  const files = new Map<string, Uint8Array>();
  for (const file of (await readdir(from)).filter((name) => name.endsWith('.ts'))) {
    const { notebook } = fromPercentText(await readFile(join(from, file), 'utf8'));
    files.set(file.replace(/\.ts$/, '.ipynb'), new TextEncoder().encode(toIpynb(notebook)));
  }
  await writeFiles(join(root, 'notebooks'), files);
}
