import { operatorsOf, readOnnxFile } from './read-file';
import type { OnnxDescription } from './types';

/**
 * What a file says of itself, whether or not Loam has words for what it does.
 *
 * @throws LoamError `model-unreadable` for what is no ONNX file, or one past all bounds
 */
export function describeOnnx(bytes: Uint8Array): OnnxDescription {
  const file = readOnnxFile(bytes);
  return {
    producer: file.producer,
    irVersion: file.irVersion,
    opsets: [...file.opsets].map(([domain, version]) => ({ domain, version })),
    inputs: file.inputs,
    outputs: file.outputs,
    operators: operatorsOf(file),
    metadata: Object.fromEntries(file.metadata),
  };
}
