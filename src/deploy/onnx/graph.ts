/**
 * A graph under construction, and the file of it. Values are known by name; every name that the graph makes
 * begins with a prefix that none of its inputs and outputs has.
 */
import { nodeProto, type Attributes, type OnnxNode } from './node';
import { ProtobufWriter } from './protobuf';
import { DATA_TYPE, tensorProto, type DataType, type OnnxTensor } from './tensor';

/** What a value is called inside of the graph. */
export type ValueName = string;

export interface GraphPort {
  name: string;
  type: DataType;
  /** After the rows; empty where there is one value per row and no second axis. */
  columns: number | null;
}

/** Fixed, so that tools as old as onnx 1.12 read the file: its opset 17, and 3 of ai.onnx.ml. */
const IR_VERSION = 8;
const OPSETS = [
  { domain: '', version: 17 },
  { domain: 'ai.onnx.ml', version: 3 },
];
/** The name of the first axis of all inputs and outputs. */
const ROWS = 'rows';

function valueInfo({ name, type, columns }: GraphPort): ProtobufWriter {
  const shape = new ProtobufWriter().message(1, new ProtobufWriter().string(2, ROWS));
  if (columns !== null) shape.message(1, new ProtobufWriter().int(1, columns));
  const tensorType = new ProtobufWriter().int(1, DATA_TYPE[type]).message(2, shape);
  return new ProtobufWriter()
    .string(1, name)
    .message(2, new ProtobufWriter().message(1, tensorType));
}

export class OnnxGraph {
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<ValueName, OnnxTensor>();
  readonly #small = new Map<string, ValueName>();
  readonly #inputs: readonly GraphPort[];
  readonly #outputs: GraphPort[] = [];
  readonly #prefix: string;
  #named = 0;

  constructor(inputs: readonly GraphPort[], outputNames: readonly string[]) {
    this.#inputs = inputs;
    const taken = [...inputs.map(({ name }) => name), ...outputNames];
    let prefix = 'v';
    while (taken.some((name) => name.startsWith(prefix))) prefix += '_';
    this.#prefix = prefix;
  }

  #fresh(): ValueName {
    return `${this.#prefix}${this.#named++}`;
  }

  /** Adds an operator with one output, and returns that. */
  add(
    type: string,
    inputs: readonly ValueName[],
    attributes: Attributes = {},
    domain = '',
  ): string {
    const output = this.#fresh();
    this.#nodes.push({ type, domain, inputs, output, attributes });
    return output;
  }

  /** An operator of ai.onnx.ml. */
  addMl(type: string, inputs: readonly ValueName[], attributes: Attributes): ValueName {
    return this.add(type, inputs, attributes, 'ai.onnx.ml');
  }

  constant(tensor: OnnxTensor): ValueName {
    const name = this.#fresh();
    this.#constants.set(name, tensor);
    return name;
  }

  /** Equal ones are one. */
  scalar(type: 'float' | 'double' | 'int64', value: number): ValueName {
    const key = `${type} ${Object.is(value, -0) ? '-0' : value}`;
    let name = this.#small.get(key);
    name ??= this.constant({ type, shape: [], values: [value] });
    this.#small.set(key, name);
    return name;
  }

  /** `shape` of one row; the rows are counted by whoever runs it. */
  reshape(value: ValueName, shape: readonly number[]): ValueName {
    const whole = [-1, ...shape];
    const key = `shape ${whole.join()}`;
    let name = this.#small.get(key);
    name ??= this.constant({ type: 'int64', shape: [whole.length], values: whole });
    this.#small.set(key, name);
    return this.add('Reshape', [value, name]);
  }

  cast(value: ValueName, to: DataType): ValueName {
    return this.add('Cast', [value], { to: { int: DATA_TYPE[to] } });
  }

  /** Makes `value` an output under a name that people read. */
  output(port: GraphPort, value: ValueName): void {
    this.#outputs.push(port);
    this.#nodes.push({
      type: 'Identity',
      domain: '',
      inputs: [value],
      output: port.name,
      attributes: {},
    });
  }

  /** The whole file, ModelProto. The same for the same graph. */
  finish(name: string, metadata: Record<string, string>): Uint8Array {
    const graph = new ProtobufWriter();
    for (const node of this.#nodes) graph.message(1, nodeProto(node));
    graph.string(2, name);
    for (const [constant, tensor] of this.#constants) {
      graph.message(5, tensorProto(constant, tensor));
    }
    for (const port of this.#inputs) graph.message(11, valueInfo(port));
    for (const port of this.#outputs) graph.message(12, valueInfo(port));
    const model = new ProtobufWriter().int(1, IR_VERSION).string(2, 'Loam').message(7, graph);
    for (const { domain, version } of OPSETS) {
      model.message(8, new ProtobufWriter().string(1, domain).int(2, version));
    }
    for (const [key, value] of Object.entries(metadata)) {
      model.message(14, new ProtobufWriter().string(1, key).string(2, value));
    }
    return model.finish();
  }
}
