/** Where ONNX Runtime is in the built app, and how a page runs a file with it. */
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import onnxUrl from '../../workers/onnx/onnx.worker.ts?worker&url';
import type { RunOnnx } from '../deploy/onnx';
import type { OnnxAddresses, OnnxValue } from '../../workers/onnx/contract';
import { onnxOpener, type OpenOnnx } from '../../workers/onnx/open-onnx';

export function onnxAddresses(): OnnxAddresses {
  const absolute = (url: string) => new URL(url, document.baseURI).href;
  return { worker: absolute(onnxUrl), wasm: absolute(wasmUrl) };
}

export const openOnnx: OpenOnnx = (model) => onnxOpener(onnxAddresses())(model);

/** A file once, on the feeds of a model of ours. */
export const runOnnx: RunOnnx = async (model, feeds) => {
  const onnx = await openOnnx(model);
  try {
    const values = feeds.map((feed): [string, OnnxValue] => {
      const shape = [feed.values.length, 1];
      return feed.type === 'double'
        ? [feed.name, { type: 'float64', shape, values: feed.values }]
        : [feed.name, { type: 'string', shape, values: feed.values }];
    });
    const answers = await onnx.run(Object.fromEntries(values));
    return Object.fromEntries(
      Object.entries(answers).map(([name, { values: found }]) => [
        name,
        found as ArrayLike<number> | string[],
      ]),
    );
  } finally {
    onnx.release();
  }
};
