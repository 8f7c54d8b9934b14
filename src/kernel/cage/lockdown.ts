/**
 * Takes from the worker everything that a cell has no use for, before any cell runs. The frame's policy
 * already forbids each way out; this is a second wall. It is a list of what stays: what a browser adds
 * later is gone until someone allows it here.
 */
import { create, defineProperty, freeze, getPrototypeOf, ownKeys } from './primordials';
import { rememberProxies } from './proxies';

/** Besides the language itself. Nothing here reaches storage, the network, another context or a port. */
const stays = `
  AbortController AbortSignal Blob ByteLengthQueuingStrategy CanvasGradient CanvasPattern CompressionStream
  CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException DOMMatrix DOMMatrixReadOnly DOMPoint
  DOMPointReadOnly DOMQuad DOMRect DOMRectReadOnly DecompressionStream Event EventTarget File FileList
  FileReader FileReaderSync FormData ImageBitmap ImageBitmapRenderingContext ImageData OffscreenCanvas
  OffscreenCanvasRenderingContext2D Path2D Performance ReadableStream ReadableStreamDefaultReader
  SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream TextMetrics TransformStream
  URL URLSearchParams WebGL2RenderingContext WebGLRenderingContext WritableStream
  atob btoa cancelAnimationFrame clearInterval clearTimeout console createImageBitmap crypto
  isSecureContext performance queueMicrotask requestAnimationFrame self setInterval setTimeout
  structuredClone
`;

const language = `
  AggregateError Array ArrayBuffer AsyncDisposableStack AsyncIterator Atomics BigInt BigInt64Array
  BigUint64Array Boolean DataView Date DisposableStack Error EvalError FinalizationRegistry Float16Array
  Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math
  NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String SuppressedError
  Symbol SyntaxError Temporal TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray
  WeakMap WeakRef WeakSet WebAssembly decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval
  globalThis isFinite isNaN parseFloat parseInt undefined unescape
`;

const namesIn = (text: string) => text.trim().split(/\s+/);
const kept = new Set([...namesIn(stays), ...namesIn(language)]);

/** WebGPU's interfaces are many, and none reaches out. */
const isKept = (name: string) => kept.has(name) || /^GPU[A-Z]?/.test(name);

function removeFrom(object: object): void {
  for (const key of ownKeys(object)) {
    if (key === 'constructor' || (typeof key === 'string' && isKept(key))) continue;
    if (typeof key !== 'string') continue;
    try {
      if (!Reflect.deleteProperty(object, key)) {
        defineProperty(object, key, { value: undefined, writable: false, configurable: false });
      }
    } catch {
      // Neither removable nor replaceable: a constant such as WorkerGlobalScope.PERSISTENT.
    }
  }
}

/** What a cell may know of the device: enough for numbers and for WebGPU. */
function plainNavigator(navigator: Navigator): object {
  return freeze(
    Object.assign(create(null), {
      gpu: navigator.gpu,
      hardwareConcurrency: navigator.hardwareConcurrency,
      language: 'en',
      userAgent: navigator.userAgent,
    }),
  );
}

export function lockDown(scope: typeof globalThis): void {
  const navigator = plainNavigator(scope.navigator);
  rememberProxies(scope);
  // A formatter of stack traces would be handed the functions of the runtime.
  defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false });
  defineProperty(Error, 'stackTraceLimit', { value: 30, writable: false });
  delete (URL as Partial<typeof URL>).createObjectURL;
  delete (URL as Partial<typeof URL>).revokeObjectURL;

  const eventTarget = EventTarget.prototype;
  for (
    let object: object | null = scope;
    object && object !== eventTarget && object !== Object.prototype;
    object = getPrototypeOf(object)
  ) {
    removeFrom(object);
    // The scope's own interfaces, which would lead to it again.
    if (object !== scope) {
      defineProperty(object, 'constructor', {
        value: Object,
        writable: false,
        configurable: false,
      });
    }
  }
  // By this name libraries see that they are in a worker; it leads nowhere.
  defineProperty(scope, 'WorkerGlobalScope', { value: freeze(class WorkerGlobalScope {}) });
  defineProperty(scope, 'navigator', {
    value: navigator,
    writable: false,
    configurable: false,
    enumerable: true,
  });
}
