/** What goes into the file and what comes out, by name and type; ONNX.md says it to people. */
import type { InputSignature, ModelManifest } from '../../core/model/types';
import { isNumericInput } from '../../ml/predict/read-cell';
import type { GraphPort } from './graph';

export interface ModelPorts {
  /** One per column of the signature, in its order. */
  inputs: GraphPort[];
  /** Answers to classes. */
  label: string;
  probabilities: string;
  /** Answers to regression. */
  value: string;
  /** Conformal answers: to regression `low` and `high`, to classes `set`. */
  low: string;
  high: string;
  set: string;
}

/** An output gives way where a column has its name. */
function free(name: string, taken: readonly string[]): string {
  let candidate = name;
  while (taken.includes(candidate)) candidate += '_';
  return candidate;
}

function inputPort(input: InputSignature, name: string): GraphPort {
  return { name, type: isNumericInput(input) ? 'double' : 'string', columns: 1 };
}

export function modelPorts({ inputs }: Pick<ModelManifest, 'inputs'>): ModelPorts {
  const given = inputs.map(({ name }) => name);
  // ONNX takes an empty name for a value that is left out.
  const names = inputs.map(({ name }, i) => name || free(`column_${i + 1}`, given));
  return {
    inputs: inputs.map((input, i) => inputPort(input, names[i]!)),
    label: free('label', names),
    probabilities: free('probabilities', names),
    value: free('value', names),
    low: free('low', names),
    high: free('high', names),
    set: free('set', names),
  };
}

/** Names of the outputs that the file of this model has, in order. */
export function outputNames(
  { kind, conformal }: Pick<ModelManifest, 'kind' | 'conformal'>,
  ports: ModelPorts,
): string[] {
  const answers = kind === 'regression' ? [ports.value] : [ports.label, ports.probabilities];
  switch (conformal?.type) {
    case undefined:
      return answers;
    case 'interval':
      return [...answers, ports.low, ports.high];
    case 'set':
      return [...answers, ports.set];
    default:
      throw conformal satisfies never;
  }
}
