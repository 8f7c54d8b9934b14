/** Columns of the signature to the inputs of the model: [rows, width] float, rounded once, as `transform` does. */
import { stepWidth } from '../../core/model/step-width';
import type {
  FittedPreprocessing,
  FittedStep,
  InputSignature,
  ModelManifest,
} from '../../core/model/types';
import { isNumericInput } from '../../ml/predict/read-cell';
import { Arithmetic } from './arithmetic';
import { derivedValues, type DerivedColumnValue } from './derived';
import type { OnnxGraph, ValueName } from './graph';
import { refused } from './refused';
import { hashedWords, numberCategory, placedCategory, textCategory } from './steps/categories';
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
    case 'target-encode':
      return numberCategory(math, step, input, x);
    case 'hashed-text':
      throw refused('ONNX', hashedWords(step.column));
    default:
      throw step satisfies never;
  }
}

/** As `stepInputs`, of a column that was made. */
function derivedInputs(
  math: Arithmetic,
  step: FittedStep,
  { input, value }: DerivedColumnValue,
): ValueName {
  switch (value.type) {
    case 'number':
    case 'date':
      return stepInputs(math, step, input, value.value);
    case 'text':
      return placedCategory(math, step, input, value.place);
    case 'boolean':
      return placedCategory(math, step, input, (texts) => {
        const placeOf = (text: string) => {
          const at = texts.indexOf(text);
          return at < 0 ? texts.length : at;
        };
        const [no, yes] = input.labels!.map(placeOf) as [number, number];
        const place = math.choose(math.equal(value.value, 1), yes, no);
        return math.choose(math.equal(value.value, value.value), place, NaN);
      });
    default:
      throw value satisfies never;
  }
}

/**
 * @param columns one value of the graph per input of the signature
 * @throws LoamError `export-refused` where a step or an expression has no counterpart, or there are no inputs at all
 */
export function preprocess(
  graph: OnnxGraph,
  { inputs }: Pick<ModelManifest, 'inputs'>,
  { steps, derived = [] }: Pick<FittedPreprocessing, 'steps' | 'derived'>,
  columns: readonly ValueName[],
): ValueName {
  const math = new Arithmetic(graph);
  const made = derived.length > 0 ? derivedValues(math, inputs, columns, derived) : null;
  const parts = steps
    .filter((step) => stepWidth(step) > 0)
    .map((step) => {
      const own = made?.get(step.column);
      if (own) return derivedInputs(math, step, own);
      const at = inputs.findIndex(({ name }) => name === step.column);
      if (at < 0) throw refused('ONNX', `column “${step.column}” is not in the signature`);
      return stepInputs(math, step, inputs[at]!, columns[at]!);
    });
  if (parts.length === 0) throw refused('ONNX', 'no column of the data goes into it');
  return joined(graph, parts);
}
