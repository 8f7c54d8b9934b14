declare module 'onnxruntime-node' {
  /** A CommonJS module: all of it is its default. */
  const library: import('./onnx-library').OnnxLibrary;
  export default library;
}
