/** ONNX Runtime, as WebAssembly inside of Node: a file of another program, open. */
import * as ort from 'onnxruntime-web';
import { withOutput, type RunGraph, type RuntimeValue } from '../../src/deploy/onnx/kept';

ort.env.logLevel = 'error';
ort.env.wasm.numThreads = 1;

/** @param outputs that are asked for, whether or not the file declares them */
export async function openGraph(
  model: Uint8Array,
  outputs: readonly string[] = [],
): Promise<RunGraph> {
  const whole = outputs.reduce(withOutput, model);
  const session = await ort.InferenceSession.create(whole, { executionProviders: ['wasm'] });
  return async (feeds, wanted) => {
    const tensors = Object.entries(feeds).map(([name, { type, values, shape }]) => {
      const make = ort.Tensor as new (...given: unknown[]) => ort.Tensor;
      return [name, new make(type, values, shape)] as const;
    });
    const found = await session.run(Object.fromEntries(tensors), wanted);
    return Object.fromEntries(
      Object.entries(found).map(([name, { type, dims, data }]) => [
        name,
        { type, shape: [...dims], values: data } as RuntimeValue,
      ]),
    );
  };
}
