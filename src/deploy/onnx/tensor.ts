/** Tensors as ONNX writes them: TensorProto, its data raw and little-endian but for strings. */
import { ProtobufWriter } from './protobuf';

/** Numbers of TensorProto.DataType. */
export const DATA_TYPE = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;
export type DataType = keyof typeof DATA_TYPE;

export interface OnnxTensor {
  type: Exclude<DataType, 'bool'>;
  /** Empty for a scalar. */
  shape: readonly number[];
  /** Row-major; whole numbers for int64. */
  values: ArrayLike<number> | readonly string[];
}

const text = new TextEncoder();

function rawData({ type, values }: OnnxTensor): Uint8Array {
  const numbers = values as ArrayLike<number>;
  const size = type === 'float' ? 4 : 8;
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    if (type === 'float') view.setFloat32(4 * i, value, true);
    else if (type === 'double') view.setFloat64(8 * i, value, true);
    else view.setBigInt64(8 * i, BigInt(value), true);
  }
  return bytes;
}

export function tensorProto(name: string, tensor: OnnxTensor): ProtobufWriter {
  const writer = new ProtobufWriter();
  writer.ints(1, tensor.shape).int(2, DATA_TYPE[tensor.type]);
  if (tensor.type === 'string') {
    for (const value of tensor.values as readonly string[]) writer.bytes(6, text.encode(value));
  }
  if (name !== '') writer.string(8, name);
  if (tensor.type !== 'string') writer.bytes(9, rawData(tensor));
  return writer;
}
