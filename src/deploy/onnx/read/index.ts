export { describeOnnx } from './describe-onnx';
export { withExternalData } from './external-data';
export { readOnnxModel } from './read-onnx-model';
export type {
  ForeignInput,
  ForeignModel,
  ForeignNetwork,
  ForeignTensor,
  OnnxDescription,
  OnnxPort,
} from './types';
