/** Functions that an ONNX file brings along: what a use of one is, and which are refused. */
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../../src/core/errors';
import { ProtobufWriter } from '../../../../../src/deploy/onnx/protobuf';
import { readOnnxModel } from '../../../../../src/deploy/onnx/read';
import { readOnnxFile } from '../../../../../src/deploy/onnx/read/read-file';

const DOMAIN = 'own';

interface Node {
  type: string;
  domain?: string;
  overload?: string;
  inputs: string[];
  outputs: string[];
  attributes?: ProtobufWriter[];
}

const float = (name: string, value: number) =>
  new ProtobufWriter().string(1, name).float(2, value).int(20, 1);
/** In a function: the attribute of its use that is called `to`. */
const reference = (name: string, to: string) =>
  new ProtobufWriter().string(1, name).int(20, 1).string(21, to);

function nodeOf({ type, domain = '', overload = '', inputs, outputs, attributes = [] }: Node) {
  const node = new ProtobufWriter();
  for (const name of inputs) node.string(1, name);
  for (const name of outputs) node.string(2, name);
  node.string(4, type);
  for (const attribute of attributes) node.message(5, attribute);
  return node.string(7, domain).string(8, overload);
}

interface Body {
  name: string;
  overload?: string;
  inputs: string[];
  outputs: string[];
  nodes: Node[];
  defaults?: ProtobufWriter[];
  opset?: number;
}

function functionOf({
  name,
  overload = '',
  inputs,
  outputs,
  nodes,
  defaults = [],
  opset = 18,
}: Body) {
  const body = new ProtobufWriter().string(1, name);
  for (const input of inputs) body.string(4, input);
  for (const output of outputs) body.string(5, output);
  for (const node of nodes) body.message(7, nodeOf(node));
  body.message(9, new ProtobufWriter().string(1, '').int(2, opset)).string(10, DOMAIN);
  for (const each of defaults) body.message(11, each);
  return body.string(13, overload);
}

function fileOf(nodes: Node[], functions: Body[]): Uint8Array {
  const graph = new ProtobufWriter();
  for (const node of nodes) graph.message(1, nodeOf(node));
  const file = new ProtobufWriter().int(1, 9).message(7, graph);
  for (const domain of ['', DOMAIN]) {
    file.message(8, new ProtobufWriter().string(1, domain).int(2, domain === '' ? 18 : 1));
  }
  for (const each of functions) file.message(25, functionOf(each));
  return file.finish();
}

const use = (
  type: string,
  inputs: string[],
  outputs: string[],
  attributes: ProtobufWriter[] = [],
) => ({
  type,
  domain: DOMAIN,
  inputs,
  outputs,
  attributes,
});

/** Operators, with where their values come from and go to. */
function nodesOf(file: Uint8Array) {
  return readOnnxFile(file).nodes.map(({ type, inputs, outputs, attributes }) => ({
    type,
    inputs,
    outputs,
    attributes: Object.fromEntries(attributes),
  }));
}

function reasonOf(file: Uint8Array): unknown {
  try {
    readOnnxModel(file);
  } catch (error) {
    return isLoamError(error, 'model-unreadable') ? error.facts.reason : error;
  }
  return 'none';
}

const LEAKY: Body = {
  name: 'Leaky',
  inputs: ['a'],
  outputs: ['b'],
  nodes: [
    { type: 'Neg', inputs: ['a'], outputs: ['c'] },
    { type: 'LeakyRelu', inputs: ['c'], outputs: ['b'], attributes: [reference('alpha', 'slope')] },
  ],
};

describe('functions of an ONNX file', () => {
  it('become their operators, each use with names and attributes of its own', () => {
    const uses = [
      use('Leaky', ['x'], ['y'], [float('slope', 0.5)]),
      use('Leaky', ['y'], ['z'], [float('slope', 0.25)]),
    ];
    expect(nodesOf(fileOf(uses, [LEAKY]))).toEqual([
      { type: 'Neg', inputs: ['x'], outputs: ['Leaky 0: c'], attributes: {} },
      {
        type: 'LeakyRelu',
        inputs: ['Leaky 0: c'],
        outputs: ['y'],
        attributes: { alpha: { type: 'float', value: 0.5 } },
      },
      { type: 'Neg', inputs: ['y'], outputs: ['Leaky 1: c'], attributes: {} },
      {
        type: 'LeakyRelu',
        inputs: ['Leaky 1: c'],
        outputs: ['z'],
        attributes: { alpha: { type: 'float', value: 0.25 } },
      },
    ]);
  });

  it('take the default of an attribute that a use leaves out, and leave out what has none', () => {
    const uses = [use('Leaky', ['x'], ['y'])];
    const attributesOf = (body: Body) => nodesOf(fileOf(uses, [body]))[1]!.attributes;
    expect(attributesOf({ ...LEAKY, defaults: [float('slope', 0.125)] })).toEqual({
      alpha: { type: 'float', value: 0.125 },
    });
    expect(attributesOf(LEAKY)).toEqual({});
  });

  it('are told apart by their overload', () => {
    const body = (overload: string, type: string): Body => ({
      name: 'Act',
      overload,
      inputs: ['a'],
      outputs: ['b'],
      nodes: [{ type, inputs: ['a'], outputs: ['b'] }],
    });
    const uses = ['second', 'first'].map((overload) => ({
      ...use('Act', ['x'], [overload]),
      overload,
    }));
    const nodes = nodesOf(fileOf(uses, [body('first', 'Relu'), body('second', 'Tanh')]));
    expect(nodes.map(({ type }) => type)).toEqual(['Tanh', 'Relu']);
  });

  it('may be within each other, pass a value on, and leave an input out', () => {
    const outer: Body = {
      name: 'Outer',
      inputs: ['a', 'low'],
      outputs: ['b', 'a'],
      nodes: [use('Leaky', ['a'], ['c']), { type: 'Clip', inputs: ['c', 'low'], outputs: ['b'] }],
    };
    const found = nodesOf(fileOf([use('Outer', ['x'], ['y', 'same'])], [LEAKY, outer]));
    expect(found.map(({ type, inputs, outputs }) => ({ type, inputs, outputs }))).toEqual([
      { type: 'Neg', inputs: ['x'], outputs: ['Leaky 1: c'] },
      { type: 'LeakyRelu', inputs: ['Leaky 1: c'], outputs: ['Outer 0: c'] },
      { type: 'Clip', inputs: ['Outer 0: c', ''], outputs: ['y'] },
      { type: 'Identity', inputs: ['x'], outputs: ['same'] },
    ]);
  });

  it('are refused where they use themselves', () => {
    const body: Body = { ...LEAKY, nodes: [use('Leaky', ['a'], ['b'])] };
    expect(reasonOf(fileOf([use('Leaky', ['x'], ['y'])], [body]))).toBe(
      'functions within functions without an end',
    );
  });

  it('are refused where few of them grow into many', () => {
    const count = 20;
    const functions = Array.from({ length: count }, (_, i): Body => ({
      ...LEAKY,
      name: `f${i}`,
      nodes:
        i === count - 1
          ? [{ type: 'Relu', inputs: ['a'], outputs: ['b'] }]
          : [use(`f${i + 1}`, ['a'], ['c']), use(`f${i + 1}`, ['c'], ['b'])],
    }));
    expect(reasonOf(fileOf([use('f0', ['x'], ['y'])], functions))).toMatch(/^more than 20000 /);
  });

  it('are refused with operators of another opset, or more values than they have', () => {
    const uses = [use('Leaky', ['x'], ['y'])];
    expect(reasonOf(fileOf(uses, [{ ...LEAKY, opset: 13 }]))).toBe(
      'the function Leaky, of another opset than the file',
    );
    expect(reasonOf(fileOf([use('Leaky', ['x', 'x'], ['y'])], [LEAKY]))).toBe(
      'the function Leaky with more values than it has',
    );
  });
});
