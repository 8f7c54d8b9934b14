export { answerDifference, ONNX_TOLERANCE, type OnnxAnswers } from './answer-difference';
export { exportOnnx, type OnnxExport, type RunOnnx } from './export-onnx';
export { onnxFeeds, type OnnxFeed } from './feeds';
export { goldenDifference } from './golden-difference';
export { modelPorts, type ModelPorts } from './ports';
export { tableFeeds, tablePrediction } from './table-prediction';
export { writeOnnx } from './write-onnx';
