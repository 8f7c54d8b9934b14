/**
 * What a model puts out in the Open Inference Protocol: its label and probabilities, or its value; then, where it has
 * conformal answers, the ends of the interval, or for each class whether it is in the set.
 */
import type { TablePrediction } from '../../../../ml/predict/predictor';
import type { ServedModel } from '../start/served-model';
import type { Datatype } from './datatypes';

export interface TensorMetadata {
  name: string;
  datatype: Datatype;
  /** -1: as many as there are rows. */
  shape: number[];
}

export function outputsOf({
  classes,
  manifest: { conformal },
}: Pick<ServedModel, 'classes' | 'manifest'>): TensorMetadata[] {
  if (!classes) {
    const names = conformal?.type === 'interval' ? ['value', 'low', 'high'] : ['value'];
    return names.map((name) => ({ name, datatype: 'FP64', shape: [-1] }));
  }
  const outputs: TensorMetadata[] = [
    { name: 'label', datatype: 'BYTES', shape: [-1] },
    { name: 'probabilities', datatype: 'FP64', shape: [-1, classes.length] },
  ];
  if (conformal?.type === 'set') {
    outputs.push({ name: 'set', datatype: 'BOOL', shape: [-1, classes.length] });
  }
  return outputs;
}

/** As JSON.stringify writes it; but zero keeps its sign. A number that is none becomes null. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

function numbers(values: Float64Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += (i > from ? ',' : '') + numberText(values[i]!);
  return text;
}

export interface InferenceAnswer {
  id: string | null;
  /** Rows of the prediction that are its own. */
  from: number;
  to: number;
  /** Null for all. */
  outputs: string[] | null;
  /** Cells for which the signature's default stood in. */
  problems: number;
}

/** An inference response as JSON text. Numbers read back to the same bits. */
export function inferenceText(
  served: ServedModel,
  prediction: TablePrediction,
  { id, from, to, outputs, problems }: InferenceAnswer,
): string {
  const { name, versionText, classes, runtime } = served;
  const { interval, set } = prediction;
  const rows = to - from;
  const data: Record<string, () => string> = classes
    ? {
        label: () => {
          const labels = classes.map((label) => JSON.stringify(label));
          return Array.from(prediction.labels!.subarray(from, to), (at) => labels[at]).join(',');
        },
        probabilities: () =>
          numbers(prediction.probabilities!, from * classes.length, to * classes.length),
        set: () =>
          Array.from(
            set!.subarray(from * classes.length, to * classes.length),
            (isIn) => isIn === 1,
          ).join(','),
      }
    : {
        value: () => numbers(prediction.values!, from, to),
        low: () => numbers(interval!.low, from, to),
        high: () => numbers(interval!.high, from, to),
      };
  const tensors = outputsOf(served)
    .filter((output) => outputs?.includes(output.name) ?? true)
    .map(({ name: output, datatype, shape }) => {
      const sizes = shape.map((size) => (size < 0 ? rows : size)).join(',');
      return `{"name":"${output}","datatype":"${datatype}","shape":[${sizes}],"data":[${data[output]!()}]}`;
    });
  const head = `"model_name":${JSON.stringify(name)},"model_version":"${versionText}"`;
  const idText = id === null ? '' : `,"id":${JSON.stringify(id)}`;
  const parameters = `{"problems":${problems},"runtime":"${runtime.name}"}`;
  return `{${head}${idText},"parameters":${parameters},"outputs":[${tensors.join(',')}]}`;
}
