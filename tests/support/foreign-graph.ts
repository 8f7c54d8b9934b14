/** ONNX files as other exporters write them, made here, and what ONNX Runtime answers to rows. */
import * as ort from 'onnxruntime-web';
import { nodeProto, type Attributes } from '../../src/deploy/onnx/node';
import { ProtobufWriter } from '../../src/deploy/onnx/protobuf';
import {
  DATA_TYPE,
  tensorProto,
  type DataType,
  type OnnxTensor,
} from '../../src/deploy/onnx/tensor';

ort.env.logLevel = 'error';
ort.env.wasm.numThreads = 1;

export interface ForeignPort {
  name: string;
  type: DataType;
  /** Without the rows. */
  shape: readonly number[];
}

function valueInfo({ name, type, shape }: ForeignPort): ProtobufWriter {
  const dimensions = new ProtobufWriter().message(1, new ProtobufWriter().string(2, 'N'));
  for (const size of shape) dimensions.message(1, new ProtobufWriter().int(1, size));
  const tensor = new ProtobufWriter().int(1, DATA_TYPE[type]).message(2, dimensions);
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

/** A tensor of uint8, which files of ours never have. */
function bytesAttribute(name: string, values: readonly number[]): ProtobufWriter {
  const tensor = new ProtobufWriter().ints(1, [values.length]).int(2, 2);
  tensor.bytes(9, Uint8Array.from(values));
  return new ProtobufWriter().string(1, name).message(5, tensor).int(20, 4);
}

export class ForeignGraph {
  readonly #nodes: ProtobufWriter[] = [];
  readonly #constants = new Map<string, OnnxTensor>();
  readonly #ml: number;
  #named = 0;

  /** @param ml version of ai.onnx.ml */
  constructor(
    readonly inputs: readonly ForeignPort[],
    ml = 3,
  ) {
    this.#ml = ml;
  }

  constant(tensor: OnnxTensor): string {
    const name = `c${this.#named++}`;
    this.#constants.set(name, tensor);
    return name;
  }

  floats(shape: readonly number[], values: ArrayLike<number>): string {
    return this.constant({ type: 'float', shape, values });
  }

  ints(values: readonly number[]): string {
    return this.constant({ type: 'int64', shape: [values.length], values });
  }

  add(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.addMany(type, inputs, 1, attributes)[0]!;
  }

  /** An operator with several outputs. */
  addMany(
    type: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Attributes = {},
    domain = '',
    bytes: Record<string, readonly number[]> = {},
  ): string[] {
    const names = Array.from({ length: outputs }, () => `v${this.#named++}`);
    const node = nodeProto({ type, domain, inputs, output: names[0]!, attributes });
    for (const name of names.slice(1)) node.string(2, name);
    for (const [name, values] of Object.entries(bytes))
      node.message(5, bytesAttribute(name, values));
    this.#nodes.push(node);
    return names;
  }

  /** An operator of ai.onnx.ml. */
  addMl(type: string, inputs: readonly string[], attributes: Attributes, outputs = 1): string[] {
    return this.addMany(type, inputs, outputs, attributes, 'ai.onnx.ml');
  }

  finish(outputs: readonly ForeignPort[]): Uint8Array {
    const graph = new ProtobufWriter();
    for (const node of this.#nodes) graph.message(1, node);
    graph.string(2, 'graph');
    for (const [name, tensor] of this.#constants) graph.message(5, tensorProto(name, tensor));
    for (const port of this.inputs) graph.message(11, valueInfo(port));
    for (const port of outputs) graph.message(12, valueInfo(port));
    const opset = (domain: string, version: number) =>
      new ProtobufWriter().string(1, domain).int(2, version);
    return new ProtobufWriter()
      .int(1, 8)
      .string(2, 'test')
      .message(7, graph)
      .message(8, opset('', 17))
      .message(8, opset('ai.onnx.ml', this.#ml))
      .finish();
  }
}

/** The named output, row-major. @param rows [count, ...shape of the input] */
export async function askOnnxRuntime(
  file: Uint8Array,
  { input, output, rows }: { input: ForeignPort; output: string; rows: Float32Array },
): Promise<number[]> {
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const size = input.shape.reduce((product, n) => product * n, 1);
  const tensor = new ort.Tensor('float32', rows, [rows.length / size, ...input.shape]);
  const answers = await session.run({ [input.name]: tensor }, [output]);
  const values = Array.from(answers[output]!.data as ArrayLike<number | bigint>, Number);
  await session.release();
  return values;
}
