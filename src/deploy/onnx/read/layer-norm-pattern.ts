/**
 * Layer normalisation that a file spells out: TensorFlow has no operator for it, and ONNX had none before set 17. Its parts are branches
 * that join again, so it is found in the graph before anything is computed, and said in one operator.
 */
import type { ForeignNode } from './node';
import type { OnnxFile } from './read-file';
import type { Constant } from './read-tensor';

/** Who makes each value. */
class Graph {
  readonly #makers = new Map<string, ForeignNode>();
  readonly #constants: ReadonlyMap<string, Constant>;

  constructor({ nodes, initialisers }: OnnxFile) {
    this.#constants = initialisers;
    for (const node of nodes) for (const output of node.outputs) this.#makers.set(output, node);
  }

  /** The operator of this type that makes a value; null where another does. */
  made(value: string | undefined, type: string): ForeignNode | null {
    const maker = this.#makers.get(value ?? '');
    return maker?.type === type && maker.domain === '' ? maker : null;
  }

  constant(value: string | undefined): Constant | null {
    const tensor = this.made(value, 'Constant')?.attributes.get('value');
    if (tensor?.type === 'tensor') return tensor.value;
    return this.#constants.get(value ?? '') ?? null;
  }

  number(value: string | undefined): number | null {
    const constant = this.constant(value);
    if (constant?.values.length !== 1) return null;
    return constant.values instanceof Float64Array ? constant.values[0]! : null;
  }

  /** The other input of two. */
  beside({ inputs }: ForeignNode, one: string): string | null {
    if (inputs.length !== 2 || !inputs.includes(one)) return null;
    return inputs[0] === one ? inputs[1]! : inputs[0]!;
  }

  /** The axis of a mean over one that is kept. */
  meanAxis({ attributes, inputs }: ForeignNode): number | null {
    const keeps = attributes.get('keepdims');
    if (keeps?.type === 'int' && keeps.value !== 1) return null;
    const listed = attributes.get('axes');
    if (listed?.type === 'ints') return listed.values.length === 1 ? listed.values[0]! : null;
    return this.number(inputs[1]);
  }
}

interface Deviation {
  /** What is normalised. */
  of: string;
  mean: string;
  /** `of` less its mean. */
  centred: string;
  axis: number;
  epsilon: number;
}

/** The square root of a mean of squares and a little. */
function readDeviation(graph: Graph, root: ForeignNode): Deviation | null {
  const sum = graph.made(root.inputs[0], 'Add');
  const [left, right] = sum?.inputs ?? [];
  const epsilon = graph.number(right) ?? graph.number(left);
  const variance = graph.made(graph.number(right) === null ? right : left, 'ReduceMean') ?? null;
  const square = variance?.inputs[0];
  const product = graph.made(square, 'Mul');
  const power = graph.made(square, 'Pow');
  const isSquare = product
    ? product.inputs[0] === product.inputs[1]
    : power !== null && graph.number(power.inputs[1]) === 2;
  const centred = (product ?? power)?.inputs[0];
  const less = graph.made(centred, 'Sub');
  const mean = graph.made(less?.inputs[1], 'ReduceMean');
  if (!isSquare || epsilon === null || !variance || !less || !mean) return null;
  const axis = graph.meanAxis(mean);
  if (axis === null || graph.meanAxis(variance) !== axis || mean.inputs[0] !== less.inputs[0]) {
    return null;
  }
  const [of, called] = less.inputs as [string, string];
  return { of, mean: called, centred: centred!, axis, epsilon };
}

interface Found {
  output: string;
  inputs: string[];
}

/** (x - mean) / deviation, or times its inverse. */
function readQuotient(
  graph: Graph,
  node: ForeignNode,
  deviations: ReadonlyMap<string, Deviation>,
): (Found & { deviation: Deviation }) | null {
  const output = node.outputs[0]!;
  if (node.type === 'Div') {
    const deviation = deviations.get(node.inputs[1] ?? '');
    if (deviation?.centred !== node.inputs[0]) return null;
    return deviation ? { output, inputs: [deviation.of], deviation } : null;
  }
  for (const input of node.type === 'Mul' ? node.inputs : []) {
    const deviation = deviations.get(graph.made(input, 'Reciprocal')?.inputs[0] ?? '');
    if (deviation && graph.beside(node, input) === deviation.centred) {
      return { output, inputs: [deviation.of], deviation };
    }
  }
  return null;
}

interface Factor {
  /** Inverse deviation, times gamma where there is one. */
  value: string;
  gamma: string;
  deviation: Deviation;
}

/** Values that are gamma / deviation. */
function readFactors(
  graph: Graph,
  nodes: readonly ForeignNode[],
  deviations: ReadonlyMap<string, Deviation>,
): Factor[] {
  const inverses = nodes.flatMap(({ type, inputs, outputs }) => {
    const deviation = type === 'Reciprocal' ? deviations.get(inputs[0] ?? '') : undefined;
    return deviation ? [{ value: outputs[0]!, gamma: '', deviation }] : [];
  });
  const scaled = nodes.flatMap((node) => {
    if (node.type !== 'Mul') return [];
    return inverses.flatMap(({ value, deviation }) => {
      const gamma = graph.beside(node, value);
      if (gamma === null || !graph.constant(gamma)) return [];
      return [{ value: node.outputs[0]!, gamma, deviation }];
    });
  });
  return [...inverses, ...scaled];
}

/** x * factor + (beta - mean * factor), as TensorFlow has it. */
function readShifted(
  graph: Graph,
  node: ForeignNode,
  { value, gamma, deviation }: Factor,
): Found | null {
  const isProduct = (name: string | null, of: string) => {
    const product = graph.made(name ?? undefined, 'Mul');
    return product !== null && graph.beside(product, value) === of;
  };
  for (const input of node.inputs) {
    if (!isProduct(input, deviation.of)) continue;
    const rest = graph.beside(node, input) ?? '';
    const found = (beta: string | null): Found | null =>
      beta !== null && graph.constant(beta)
        ? { output: node.outputs[0]!, inputs: [deviation.of, gamma, beta] }
        : null;
    const difference = graph.made(rest, 'Sub');
    if (difference && isProduct(difference.inputs[1]!, deviation.mean)) {
      return found(difference.inputs[0]!);
    }
    const sum = graph.made(rest, 'Add');
    for (const part of sum?.inputs ?? []) {
      const product = graph.made(part, 'Mul');
      const turned = graph.made(product ? (graph.beside(product, value) ?? '') : '', 'Neg');
      if (turned?.inputs[0] === deviation.mean) return found(graph.beside(sum!, part));
    }
  }
  return null;
}

/** The file, with an operator in place of the last of each normalisation that it spells out. */
export function withLayerNorms(file: OnnxFile): OnnxFile {
  const graph = new Graph(file);
  const deviations = new Map<string, Deviation>();
  for (const node of file.nodes) {
    const deviation = node.type === 'Sqrt' ? readDeviation(graph, node) : null;
    if (deviation) deviations.set(node.outputs[0]!, deviation);
  }
  if (deviations.size === 0) return file;
  const factors = readFactors(graph, file.nodes, deviations);
  const replaced = (node: ForeignNode, { inputs }: Found, deviation: Deviation): ForeignNode => ({
    type: 'LayerNormalization',
    domain: '',
    overload: '',
    inputs,
    outputs: node.outputs,
    attributes: new Map([
      ['axis', { type: 'int', value: deviation.axis }],
      ['epsilon', { type: 'float', value: deviation.epsilon }],
    ]),
  });
  const nodes = file.nodes.map((node) => {
    const quotient = readQuotient(graph, node, deviations);
    if (quotient) return replaced(node, quotient, quotient.deviation);
    if (node.type !== 'Add') return node;
    for (const factor of factors) {
      const shifted = readShifted(graph, node, factor);
      if (shifted) return replaced(node, shifted, factor.deviation);
    }
    return node;
  });
  return { ...file, nodes };
}
