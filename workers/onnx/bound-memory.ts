/**
 * ONNX Runtime asks for as much as 4 GiB. A file may come from anyone: what it makes the runtime take stays within
 * this, and is an error beyond. The rest of the worker has no other memory of that kind.
 */
const MOST_BYTES = 1024 * 1024 * 1024;
const PAGE = 64 * 1024;

/** Before the runtime is loaded. */
export function boundMemory(): void {
  const Unbounded = WebAssembly.Memory;
  WebAssembly.Memory = class extends Unbounded {
    constructor({ maximum, ...rest }: WebAssembly.MemoryDescriptor) {
      const most = MOST_BYTES / PAGE;
      super({ ...rest, maximum: Math.min(maximum ?? most, most) });
    }
  };
}
