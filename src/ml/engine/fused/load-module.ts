/**
 * Our WebAssembly modules: from their base64 text to an instance with memory of its own. A module declares
 * its memory shared, so that threads can join; where memory cannot be shared (a page that is not isolated,
 * or work on one thread) that flag is taken out of a copy. The digest is always that of the module itself.
 */
import { digestOf, type Digest } from '../../../core/hash/digest';
import type { EngineModule } from '../engine';

export const PAGE_BYTES = 65536;
const MOST_PAGES = 65536;

export interface LoadedModule {
  module: EngineModule;
  memory: WebAssembly.Memory;
  exports: WebAssembly.Exports;
}

/** A module as scripts/generate.mjs writes it. */
export interface BuiltModule {
  base64: string;
  digest: Digest;
}

/** Answers the same module at every call; it is loaded at the first. */
export function loadedOnce(load: () => Promise<BuiltModule>): () => Promise<EngineModule> {
  let module: Promise<EngineModule> | null = null;
  return () => {
    module ??= load().then(({ base64, digest }) => {
      const text = atob(base64);
      const bytes = new Uint8Array(text.length);
      for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
      return { bytes, digest, threads: 1 };
    });
    module.catch(() => (module = null));
    return module;
  };
}

export function moduleFrom(bytes: Uint8Array): EngineModule {
  return { bytes, digest: digestOf(bytes), threads: 1 };
}

/** By bytes of modules: folds and trials run the same one again and again. */
const compiledAlone = new WeakMap<Uint8Array, Promise<WebAssembly.Module>>();

function compileAlone({ bytes }: EngineModule): Promise<WebAssembly.Module> {
  const known = compiledAlone.get(bytes);
  if (known) return known;
  const compiled = WebAssembly.compile(unshared(bytes));
  compiledAlone.set(bytes, compiled);
  return compiled;
}

/** An instance on one thread whose memory holds at least `bytes`. */
export async function loadModule(module: EngineModule, bytes: number): Promise<LoadedModule> {
  const initial = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  const memory = new WebAssembly.Memory({ initial, maximum: MOST_PAGES });
  const { exports } = await WebAssembly.instantiate(await compileAlone(module), {
    env: { memory },
  });
  return { module, memory, exports };
}

export interface SharedModule extends LoadedModule {
  /** What other threads instantiate on the same memory. */
  compiled: WebAssembly.Module;
}

/** The same on memory that other threads can share. Needs a page that is cross-origin isolated. */
export async function loadShared(module: EngineModule, bytes: number): Promise<SharedModule> {
  const initial = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  const memory = new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared: true });
  const compiled = await WebAssembly.compile(new Uint8Array(module.bytes));
  const { exports } = await WebAssembly.instantiate(compiled, { env: { memory } });
  return { module, memory, exports, compiled };
}

/** Whether this browser knows all that the module uses. */
export function canCompile(module: EngineModule): Promise<boolean> {
  return compileAlone(module).then(
    () => true,
    () => false,
  );
}

const IMPORTS = 2;
const MEMORY = 2;
const SHARED_WITH_MAXIMUM = 3;
const WITH_MAXIMUM = 1;

/** A copy whose only import, a shared memory, is not shared. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = copy[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const skipName = () => {
    const length = number();
    at += length;
  };
  while (at < copy.length) {
    const section = copy[at++];
    const length = number();
    if (section !== IMPORTS) {
      at += length;
      continue;
    }
    number();
    skipName();
    skipName();
    if (copy[at] === MEMORY && copy[at + 1] === SHARED_WITH_MAXIMUM) copy[at + 1] = WITH_MAXIMUM;
    return copy;
  }
  return copy;
}
