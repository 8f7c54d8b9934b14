/**
 * An MLflow model directory with two flavors: `onnx` for the graph itself, and `python_function`, which takes a
 * DataFrame of raw rows.
 * Format: https://mlflow.org/docs/latest/ml/model
 */
import type { Cell, ColumnType } from '../../../core/dataset/types';
import { linkDigest } from '../../../core/hash/digest';
import type { ModelManifest } from '../../../core/model/types';
import type { ModelParts } from '../../model/model-parts';
import type { ExportInput } from '../../model/types';
import { exportOnnx, modelPorts } from '../../onnx';
import { addModelJson, checkedParts, jsonFile, textFile } from '../describe-model';
import type { FormatFiles, WriteFormat } from '../types';
import { yamlText } from '../yaml';
import { LOADER_MODULE, LOADER_PY } from './loader';

const PYTHON = '3.11';

/** Known to work with each other. */
const REQUIREMENTS = [
  ...['mlflow-skinny==3.17.2', 'numpy==2.4.6', 'onnx==1.23.2', 'onnxruntime==1.32.0'],
  'pandas==3.1.1',
];

/** Whole numbers of MLflow have no missing value; booleans are the labels of the data. */
const MLFLOW_TYPE: Record<ColumnType, 'double' | 'datetime' | 'string'> = {
  number: 'double',
  integer: 'double',
  datetime: 'datetime',
  boolean: 'string',
  category: 'string',
  text: 'string',
};

interface ColumnSpec {
  type: 'double' | 'datetime' | 'string' | 'boolean';
  name: string;
  required: boolean;
}

function answerColumns({ classes, conformal }: ModelManifest): ColumnSpec[] {
  if (!classes) {
    const names = conformal ? ['value', 'low', 'high'] : ['value'];
    return names.map((name): ColumnSpec => ({ type: 'double', name, required: true }));
  }
  const inSet = (name: string): ColumnSpec => {
    return { type: 'boolean', name: `set holds ${name}`, required: true };
  };
  return [
    { type: 'string', name: 'label', required: true },
    ...classes.map((name): ColumnSpec => {
      return { type: 'double', name: `probability of ${name}`, required: true };
    }),
    ...(conformal ? classes.map(inSet) : []),
  ];
}

function signatureOf(manifest: ModelManifest) {
  const inputs = manifest.inputs.map(({ name, type }): ColumnSpec => ({
    type: MLFLOW_TYPE[type],
    name,
    required: false,
  }));
  return {
    inputs: JSON.stringify(inputs),
    outputs: JSON.stringify(answerColumns(manifest)),
    params: null,
  };
}

function mlmodel({ model }: ExportInput): string {
  return yamlText({
    flavors: {
      onnx: {
        code: null,
        data: 'model.onnx',
        onnx_version: '1.23.2',
        providers: ['CPUExecutionProvider'],
      },
      python_function: {
        code: 'code',
        data: 'model.onnx',
        env: { conda: 'conda.yaml', virtualenv: 'python_env.yaml' },
        loader_module: LOADER_MODULE,
        python_version: PYTHON,
      },
    },
    mlflow_version: '3.17.2',
    model_uuid: linkDigest(model.link).slice(0, 32),
    saved_input_example_info: {
      artifact_path: 'input_example.json',
      pandas_orient: 'split',
      type: 'dataframe',
    },
    signature: signatureOf(model.manifest),
  });
}

/** A date as ISO 8601 text; of one with a zone, even UTC, MLflow refuses to make a `datetime`. */
function exampleCell(type: ColumnType, cell: Cell): Cell {
  return type === 'datetime' && typeof cell === 'number'
    ? new Date(cell).toISOString().slice(0, -1)
    : cell;
}

function inputExample({ inputs }: ModelManifest, { golden }: ModelParts) {
  const cells = golden.examples[0]!.input;
  return {
    columns: inputs.map(({ name }) => name),
    data: [inputs.map(({ type }, i) => exampleCell(type, cells[i] ?? null))],
  };
}

function columnsOf(manifest: ModelManifest) {
  const ports = modelPorts(manifest);
  const { label, probabilities, value, low, high, set } = ports;
  const { conformal } = manifest;
  return {
    columns: manifest.inputs.map(({ name, type }, i) => {
      return { name, type, input: ports.inputs[i]!.name };
    }),
    outputs: manifest.classes
      ? { label, probabilities, ...(conformal && { set }) }
      : { value, ...(conformal && { low, high }) },
    classes: manifest.classes,
  };
}

export const writeMlflow: WriteFormat = async (input, run) => {
  const parts = checkedParts(input);
  const { manifest } = input.model;
  const { bytes } = await exportOnnx(input, run);
  const pip = [...REQUIREMENTS];
  const files: FormatFiles = new Map();
  files.set('MLmodel', textFile(mlmodel(input)));
  files.set('model.onnx', bytes);
  files.set('columns.json', jsonFile(columnsOf(manifest)));
  files.set(`code/${LOADER_MODULE}.py`, textFile(LOADER_PY));
  files.set('input_example.json', jsonFile(inputExample(manifest, parts)));
  files.set('requirements.txt', textFile(`${REQUIREMENTS.join('\n')}\n`));
  files.set(
    'conda.yaml',
    textFile(
      yamlText({
        name: 'mlflow-env',
        channels: ['conda-forge'],
        dependencies: [`python=${PYTHON}`, 'pip', { pip }],
      }),
    ),
  );
  files.set(
    'python_env.yaml',
    textFile(
      yamlText({
        python: PYTHON,
        build_dependencies: ['pip'],
        dependencies: ['-r requirements.txt'],
      }),
    ),
  );
  addModelJson(files, input, parts);
  return files;
};
