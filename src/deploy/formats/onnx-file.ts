import { exportOnnx } from '../onnx';
import { checkedParts } from './describe-model';
import type { WriteFormat } from './types';

/** `model.onnx` alone; see onnx/ONNX.md. */
export const writeOnnxFile: WriteFormat = async (input, run) => {
  checkedParts(input);
  const { bytes } = await exportOnnx(input, run);
  return new Map([['model.onnx', bytes]]);
};
