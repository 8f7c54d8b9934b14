/** Walks a graph from its inputs to its outputs, each operator once, with values in place of tensors. */
import { withLayerNorms } from './layer-norm-pattern';
import { ANSWER_OPERATORS } from './operators/answers';
import { ARITHMETIC_OPERATORS } from './operators/arithmetic';
import { Call, type Operators } from './operators/call';
import { columnOperators } from './operators/columns';
import { COMPARING_OPERATORS } from './operators/comparisons';
import { LINEAR_OPERATORS } from './operators/linear';
import { NORMALISING_OPERATORS } from './operators/normalise';
import { REDUCING_OPERATORS } from './operators/reductions';
import { SHAPE_OPERATORS } from './operators/shapes';
import { TREE_OPERATORS } from './operators/trees';
import { WINDOW_OPERATORS } from './operators/windows';
import type { ForeignNode } from './node';
import { operatorName, type OnnxFile } from './read-file';
import type { ReadInputs } from './read-inputs';
import { shown, unreadable } from './unreadable';
import type { Value } from './value';

/** Nodes that the outputs depend on. */
function needed({ nodes, outputs }: OnnxFile): Set<ForeignNode> {
  const makers = new Map<string, ForeignNode>();
  for (const node of nodes) {
    for (const output of node.outputs) if (output !== '') makers.set(output, node);
  }
  const found = new Set<ForeignNode>();
  const open = outputs.map(({ name }) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = makers.get(name);
    if (!node || found.has(node)) continue;
    found.add(node);
    open.push(...node.inputs);
  }
  return found;
}

function operatorsFor({ inputs }: ReadInputs): Operators {
  const whole = inputs.filter(({ type }) => type === 'integer').map(({ name }) => name);
  return {
    ...columnOperators(new Set(whole)),
    ...SHAPE_OPERATORS,
    ...ARITHMETIC_OPERATORS,
    ...COMPARING_OPERATORS,
    ...LINEAR_OPERATORS,
    ...WINDOW_OPERATORS,
    ...REDUCING_OPERATORS,
    ...NORMALISING_OPERATORS,
    ...TREE_OPERATORS,
    ...ANSWER_OPERATORS,
  };
}

/**
 * What each output of the graph is, in their order.
 *
 * @throws LoamError `model-unreadable`, naming the first operator that Loam cannot say
 */
export function evaluate(written: OnnxFile, read: ReadInputs): Value[] {
  const file = withLayerNorms(written);
  const values = new Map<string, Value>([...file.initialisers, ...read.signals]);
  const operators = operatorsFor(read);
  const wanted = needed(file);
  const unknown = file.nodes.find(
    (node) => wanted.has(node) && !Object.hasOwn(operators, operatorName(node)),
  );
  if (unknown) throw unreadable(`the operator ${shown(operatorName(unknown))}`);
  for (const node of file.nodes) {
    if (!wanted.has(node)) continue;
    const inputs = node.inputs.map((name) => {
      if (name === '') return null;
      const value = values.get(name);
      if (!value) throw unreadable(`“${shown(name)}” is used before it is made`);
      return value;
    });
    const call = new Call(node, inputs, file.opsets.get('') ?? 1);
    const made = operators[operatorName(node)]!(call);
    (Array.isArray(made) ? made : [made]).forEach((value, i) => {
      const name = node.outputs[i];
      if (name === undefined || name === '') return;
      if (values.has(name)) throw unreadable(`“${shown(name)}” is made twice`);
      values.set(name, value);
    });
  }
  return file.outputs.map(({ name }) => {
    const value = values.get(name);
    if (!value) throw unreadable(`its output “${shown(name)}” is not made`);
    return value;
  });
}
