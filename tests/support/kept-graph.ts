/** ONNX Runtime, as WebAssembly inside of Node: a file of another program, open. */
import * as ort from 'onnxruntime-web';
import type { OpenOnnx } from '../../workers/onnx/open-onnx';
import { withOutput, type RunGraph, type RuntimeValue } from '../../src/deploy/onnx/kept';

ort.env.logLevel = 'error';
ort.env.wasm.numThreads = 1;

/** A file as the app opens it. */
export const openOnnx: OpenOnnx = async (model) => {
  const { session, run } = await opened(model);
  return {
    inputs: [...session.inputNames],
    outputs: [...session.outputNames],
    run: (feeds, wanted) => run(feeds, wanted ?? [...session.outputNames]),
    release: () => undefined,
  };
};

/** @param outputs that are asked for, whether or not the file declares them */
export async function openGraph(
  model: Uint8Array,
  outputs: readonly string[] = [],
): Promise<RunGraph> {
  const whole = outputs.reduce(withOutput, model);
  return (await opened(whole)).run;
}

async function opened(
  model: Uint8Array,
): Promise<{ session: ort.InferenceSession; run: RunGraph }> {
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  const run: RunGraph = async (feeds, wanted) => {
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
  return { session, run };
}
