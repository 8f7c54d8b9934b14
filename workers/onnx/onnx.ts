/**
 * One ONNX file under ONNX Runtime, as WebAssembly on one thread. The library is loaded by the first `open`; there
 * is no way to end a session but to end the worker, which frees all of it.
 */
import { LoamError } from '../../src/core/errors';
import type { OnnxApi, OnnxValue } from './contract';

type Library = typeof import('onnxruntime-web/wasm');
type Session = Awaited<ReturnType<Library['InferenceSession']['create']>>;
type Tensor = InstanceType<Library['Tensor']>;

const TYPES: readonly string[] = ['float32', 'float64', 'int32', 'int64', 'bool', 'string'];

/** Of what the runtime says, one line: it is made for developers, and may be long. */
function refused(error: unknown): LoamError {
  const text = error instanceof Error ? error.message : String(error);
  const reason = `ONNX Runtime: ${text.split('\n')[0]!.slice(0, 300)}`;
  return new LoamError('model-unreadable', { reason }, { cause: error });
}

function valueOf(name: string, { type, dims, data }: Tensor): OnnxValue {
  if (!TYPES.includes(type)) throw refused(new Error(`output ${name} is of type ${type}`));
  return { type, shape: [...dims], values: data } as OnnxValue;
}

export class Onnx implements OnnxApi {
  #opened: { library: Library; session: Session } | null = null;

  async open({ model, wasm }: { model: Uint8Array; wasm: string }) {
    const library = await import('onnxruntime-web/wasm');
    const { env } = library;
    env.logLevel = 'error';
    env.wasm.numThreads = 1;
    env.wasm.wasmPaths = { wasm };
    try {
      const session = await library.InferenceSession.create(model, {
        executionProviders: ['wasm'],
        logSeverityLevel: 3,
      });
      this.#opened = { library, session };
      return { inputs: [...session.inputNames], outputs: [...session.outputNames] };
    } catch (error) {
      throw refused(error);
    }
  }

  async run({ feeds, outputs }: { feeds: Record<string, OnnxValue>; outputs?: string[] }) {
    if (!this.#opened) throw new LoamError('internal', { message: 'no ONNX file is open' });
    const { library, session } = this.#opened;
    try {
      const tensors = Object.entries(feeds).map(([name, { type, values, shape }]) => {
        // One constructor per type, of which TypeScript sees only the union.
        const make = library.Tensor as new (...given: unknown[]) => Tensor;
        return [name, new make(type, values, shape)] as const;
      });
      const given = Object.fromEntries(tensors);
      const found = await (outputs ? session.run(given, outputs) : session.run(given));
      return Object.fromEntries(
        Object.entries(found).map(([name, tensor]) => [name, valueOf(name, tensor)]),
      );
    } catch (error) {
      throw refused(error);
    }
  }
}
