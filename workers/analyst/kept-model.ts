/** A file that Loam has no words for, as a model that ONNX Runtime computes. It is run before anything of it is kept. */
import type { FittedPreprocessing, FittedStep } from '../../src/core/model/types';
import type { OpenedKept } from '../../src/deploy/foreign/types';
import {
  keptNetwork,
  keptPass,
  tryKept,
  withOutput,
  type KeptModel,
  type RunGraph,
} from '../../src/deploy/onnx/kept';
import type { ForeignInput } from '../../src/deploy/onnx/read/types';
import { transform } from '../../src/ml/preprocess/transform';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, ForeignSummary, ImportRequest, Progress } from '../contract';
import type { OpenOnnx } from '../onnx/open-onnx';
import { fitInputs } from './fit-inputs';
import { checkFit, type MadeModel, type TaskData } from './made-model';

/** Rows of train that it must have an answer to. */
const TRIED_ROWS = 64;

export interface OpenKept {
  kept: KeptModel;
  run: RunGraph;
}

/** Opens the file, sees what it answers, and lets go of it after the work. */
export async function withKept<T>(
  { file, bytes }: OpenedKept,
  { signal, progress }: CallContext<Progress>,
  open: OpenOnnx,
  work: (opened: OpenKept) => Promise<T>,
): Promise<T> {
  progress({ done: 0.3, label: 'Loading ONNX Runtime' });
  const outputs = file.candidates.map(({ output }) => output);
  const onnx = await open(outputs.reduce(withOutput, bytes));
  const release = () => onnx.release();
  signal.addEventListener('abort', release);
  try {
    progress({ done: 0.5, label: 'Trying what it answers' });
    return await work({ kept: await tryKept(file, onnx.run), run: onnx.run });
  } finally {
    signal.removeEventListener('abort', release);
    release();
  }
}

function labelOf({ answer, candidates }: KeptModel): ForeignSummary['label'] {
  if (answer.read === 'label') return 'alone';
  return candidates.some(({ holds }) => holds === 'labels') ? 'beside' : 'none';
}

export function keptSummary(
  kept: KeptModel,
  why: string,
): Omit<ForeignSummary, 'format' | 'name' | 'bytes'> {
  const { producer, kind, answer, inputs, shape, operators, nodes, parameters } = kept;
  return {
    producer,
    kind,
    classes: answer.classes,
    inputs,
    shape,
    operators,
    network: 'onnx',
    parts: nodes,
    parameters,
    softmaxAdded: answer.read === 'scores',
    kept: why,
    label: labelOf(kept),
  };
}

function stepOf({ name: column, type, categories }: ForeignInput): FittedStep {
  return type === 'category'
    ? { column, step: 'codes', categories: categories ?? [], rest: false }
    : {
        column,
        step: 'numeric',
        transform: 'none',
        fill: null,
        indicator: false,
        offset: 0,
        scale: 1,
      };
}

/** A step per input, in the order of the file. */
function plainSteps(inputs: readonly ForeignInput[]): FittedPreprocessing {
  const steps = inputs.map(stepOf);
  return { format: 'loam.preprocessing/1', steps, width: steps.length };
}

export function importKept(
  store: Pick<WorkspaceStore, 'objects'>,
  opened: OpenedKept,
  { columns, answers }: Pick<ImportRequest, 'columns' | 'answers'>,
  data: TaskData,
  context: CallContext<Progress>,
  open: OpenOnnx,
): Promise<MadeModel> {
  const { bytes, file } = opened;
  const { task } = data;
  return withKept(opened, context, open, async ({ kept, run }) => {
    const { kind, answer, inputs: names, producer, imputes } = kept;
    checkFit({ kind, outputs: answer.classes?.length ?? 1, type: 'onnx' }, task, columns);
    const plain = { inputs: names, preprocessing: plainSteps(names) };
    const fit = await fitInputs(store, plain, columns, !imputes, data, context.signal);
    const { preprocessing, inputs, table } = fit;
    const network = keptNetwork(file, answer, preprocessing, task.classes, answers);
    const rows = fit.rows.subarray(0, TRIED_ROWS);
    await keptPass(network, run).run(transform(preprocessing, table, rows), rows.length);
    const targetTransform = { offset: 0, scale: 1 };
    return { network, inputs, targetTransform, preprocessing, weights: bytes, producer, names };
  });
}
