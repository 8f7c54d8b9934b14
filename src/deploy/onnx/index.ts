export {
  answerDifference,
  exportOnnx,
  ONNX_TOLERANCE,
  type OnnxAnswers,
  type OnnxExport,
  type RunOnnx,
} from './export-onnx';
export { onnxFeeds, type OnnxFeed } from './feeds';
export { modelPorts, type ModelPorts } from './ports';
export { writeOnnx } from './write-onnx';
