/** ONNX Runtime, as WebAssembly inside of Node: what files of ours are run by in tests. */
import * as ort from 'onnxruntime-web';
import type { OnnxAnswers, OnnxFeed } from '../../src/deploy/onnx';

ort.env.logLevel = 'error';
ort.env.wasm.numThreads = 1;

/** Every output of the file, row-major. */
export async function runOnnx(model: Uint8Array, feeds: readonly OnnxFeed[]): Promise<OnnxAnswers> {
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  const tensors = feeds.map((feed) => {
    const shape = [feed.values.length, 1];
    const tensor =
      feed.type === 'double'
        ? new ort.Tensor('float64', feed.values, shape)
        : new ort.Tensor('string', feed.values, shape);
    return [feed.name, tensor] as const;
  });
  const outputs = await session.run(Object.fromEntries(tensors));
  await session.release();
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, data as ArrayLike<number>]),
  );
}
