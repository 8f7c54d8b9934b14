/** Columns of the signature to the inputs of the model: [rows, width] float, rounded once, as `transform` does. */
import { stepWidth } from '../../core/model/step-width';
import type { FittedStep, InputSignature, ModelManifest } from '../../core/model/types';
import { isNumericInput } from '../../ml/predict/read-cell';
import { Arithmetic } from './arithmetic';
import type { OnnxGraph, ValueName } from './graph';
import { refused } from './refused';
import { numberCategory, textCategory } from './steps/categories';
import { datePartInputs } from './steps/date-parts';
import { numericInputs } from './steps/numeric';

function joined(graph: OnnxGraph, parts: ValueName[]): ValueName {
  return parts.length === 1 ? parts[0]! : graph.add('Concat', parts, { axis: { int: 1 } });
}

/** [rows, width of the step] float. */
function stepInputs(
  math: Arithmetic,
  step: FittedStep,
  input: InputSignature,
  x: ValueName,
): ValueName {
  if (!isNumericInput(input)) return textCategory(math, step, input, x);
  switch (step.step) {
    case 'numeric':
      return math.graph.cast(joined(math.graph, numericInputs(math, step, x)), 'float');
    case 'date-parts':
      return math.graph.cast(joined(math.graph, datePartInputs(math, step, x)), 'float');
    case 'one-hot':
    case 'codes':
    case 'ordinal':
      return numberCategory(math, step, input, x);
    default:
      throw step satisfies never;
  }
}

/**
 * @param columns one value of the graph per input of the signature
 * @throws LoamError `export-refused` where a step has no counterpart, or there are no inputs at all
 */
export function preprocess(
  graph: OnnxGraph,
  { inputs }: Pick<ModelManifest, 'inputs'>,
  steps: readonly FittedStep[],
  columns: readonly ValueName[],
): ValueName {
  const math = new Arithmetic(graph);
  const parts = steps
    .filter((step) => stepWidth(step) > 0)
    .map((step) => {
      const at = inputs.findIndex(({ name }) => name === step.column);
      if (at < 0) throw refused('ONNX', `column “${step.column}” is not in the signature`);
      return stepInputs(math, step, inputs[at]!, columns[at]!);
    });
  if (parts.length === 0) throw refused('ONNX', 'no column of the data goes into it');
  return joined(graph, parts);
}
