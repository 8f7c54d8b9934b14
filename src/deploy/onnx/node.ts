/** One operator of a graph: NodeProto and its AttributeProto. */
import { ProtobufWriter } from './protobuf';
import { tensorProto, type OnnxTensor } from './tensor';

export type Attribute =
  | { float: number }
  | { int: number }
  | { string: string }
  | { tensor: OnnxTensor }
  | { floats: readonly number[] }
  | { ints: readonly number[] }
  | { strings: readonly string[] };

export type Attributes = Record<string, Attribute>;

export interface OnnxNode {
  type: string;
  /** '' is ONNX's own set of operators. */
  domain: string;
  inputs: readonly string[];
  output: string;
  attributes: Attributes;
}

/** Numbers of AttributeProto.AttributeType, and of the field that holds the value. */
function attributeProto(name: string, attribute: Attribute): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  if ('float' in attribute) return writer.float(2, attribute.float).int(20, 1);
  if ('int' in attribute) return writer.int(3, attribute.int).int(20, 2);
  if ('string' in attribute) return writer.string(4, attribute.string).int(20, 3);
  if ('tensor' in attribute) return writer.message(5, tensorProto('', attribute.tensor)).int(20, 4);
  if ('floats' in attribute) {
    for (const value of attribute.floats) writer.float(7, value);
    return writer.int(20, 6);
  }
  if ('ints' in attribute) {
    for (const value of attribute.ints) writer.int(8, value);
    return writer.int(20, 7);
  }
  for (const value of attribute.strings) writer.string(9, value);
  return writer.int(20, 8);
}

export function nodeProto({ type, domain, inputs, output, attributes }: OnnxNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of inputs) writer.string(1, input);
  writer.string(2, output).string(3, `${type} ${output}`).string(4, type);
  for (const [name, attribute] of Object.entries(attributes)) {
    writer.message(5, attributeProto(name, attribute));
  }
  if (domain !== '') writer.string(7, domain);
  return writer;
}
