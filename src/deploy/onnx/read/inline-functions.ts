/**
 * Functions that a file brings along: each use is replaced by the operators of its body, so that the rest of the reader knows none.
 * What they are: FunctionProto in https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import type { ForeignAttribute, ForeignNode } from './node';
import { shown, unreadable } from './unreadable';

export interface ForeignFunction {
  name: string;
  domain: string;
  /** Tells functions of one name apart. */
  overload: string;
  inputs: string[];
  outputs: string[];
  /** Of attributes that a use may leave out. */
  defaults: Map<string, ForeignAttribute>;
  nodes: ForeignNode[];
  /** Versions of the sets of operators in its body, by domain. */
  opsets: Map<string, number>;
}

const MOST_DEPTH = 32;
const MOST_NODES = 20_000;

type Named = Pick<ForeignFunction, 'domain' | 'name' | 'overload'>;

function keyOf({ domain, name, overload }: Named): string {
  return JSON.stringify([domain, name, overload]);
}

/** Attributes of an operator in a body: those that name one of the use's take its value, or are left out with it. */
function resolved(
  attributes: ReadonlyMap<string, ForeignAttribute>,
  given: ReadonlyMap<string, ForeignAttribute>,
  defaults: ReadonlyMap<string, ForeignAttribute>,
): Map<string, ForeignAttribute> {
  const found = new Map<string, ForeignAttribute>();
  for (const [name, attribute] of attributes) {
    const value =
      attribute.type === 'reference'
        ? (given.get(attribute.to) ?? defaults.get(attribute.to))
        : attribute;
    if (value) found.set(name, value);
  }
  return found;
}

class Inliner {
  readonly nodes: ForeignNode[] = [];
  #uses = 0;

  constructor(
    private readonly functions: ReadonlyMap<string, ForeignFunction>,
    private readonly opsets: ReadonlyMap<string, number>,
  ) {}

  add(node: ForeignNode, depth = 0): void {
    const { domain, type: name, overload } = node;
    const found = this.functions.get(keyOf({ domain, name, overload }));
    if (found) {
      this.#use(found, node, depth);
      return;
    }
    if (this.nodes.length === MOST_NODES) throw unreadable(`more than ${MOST_NODES} operators`);
    this.nodes.push(node);
  }

  #use(called: ForeignFunction, use: ForeignNode, depth: number): void {
    const { name, inputs, outputs, defaults, opsets } = called;
    if (depth === MOST_DEPTH) throw unreadable('functions within functions without an end');
    for (const [domain, version] of opsets) {
      if (domain === '' && version !== this.opsets.get(domain)) {
        throw unreadable(`the function ${shown(name)}, of another opset than the file`);
      }
    }
    if (use.inputs.length > inputs.length || use.outputs.length > outputs.length) {
      throw unreadable(`the function ${shown(name)} with more values than it has`);
    }
    const number = this.#uses++;
    if (number === MOST_NODES) throw unreadable(`more than ${MOST_NODES} uses of functions`);
    const names = new Map(inputs.map((input, i) => [input, use.inputs[i] ?? '']));
    const passed: ForeignNode[] = [];
    outputs.forEach((output, i) => {
      const wanted = use.outputs[i] ?? '';
      if (wanted === '') return;
      const from = names.get(output);
      if (from === undefined) names.set(output, wanted);
      else passed.push(identity(from, wanted));
    });
    const inner = (value: string) => {
      if (value === '') return '';
      return names.get(value) ?? `${shown(name)} ${number}: ${value}`;
    };
    for (const node of called.nodes) {
      this.add(
        {
          ...node,
          inputs: node.inputs.map(inner),
          outputs: node.outputs.map(inner),
          attributes: resolved(node.attributes, use.attributes, defaults),
        },
        depth + 1,
      );
    }
    for (const node of passed) this.add(node, depth + 1);
  }
}

function identity(from: string, to: string): ForeignNode {
  return {
    type: 'Identity',
    domain: '',
    overload: '',
    inputs: [from],
    outputs: [to],
    attributes: new Map(),
  };
}

/**
 * @param opsets of the file, by domain
 * @throws LoamError `model-unreadable` for functions that use themselves, or grow past all bounds
 */
export function inlined(
  nodes: ForeignNode[],
  functions: readonly ForeignFunction[],
  opsets: ReadonlyMap<string, number>,
): ForeignNode[] {
  if (functions.length === 0) return nodes;
  const inliner = new Inliner(new Map(functions.map((each) => [keyOf(each), each])), opsets);
  for (const node of nodes) inliner.add(node);
  return inliner.nodes;
}
