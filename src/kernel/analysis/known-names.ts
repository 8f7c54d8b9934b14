/**
 * Names that a cell may use although no cell declares them: those of JavaScript, of a dedicated worker
 * (the cage runs one), and of what the cage hands to every cell. A cell may declare one of them all the
 * same; then that cell's is meant everywhere in the notebook.
 *
 * Whether a call does anything is the cage's matter: `fetch` is known, and always fails there.
 */

const javascript = `
  AggregateError Array ArrayBuffer AsyncDisposableStack AsyncIterator Atomics BigInt BigInt64Array
  BigUint64Array Boolean DataView Date DisposableStack Error EvalError FinalizationRegistry Float16Array
  Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math
  NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String
  SuppressedError Symbol SyntaxError Temporal TypeError URIError Uint16Array Uint32Array Uint8Array
  Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly decodeURI decodeURIComponent encodeURI
  encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape
`;

const worker = `
  AbortController AbortSignal Blob BroadcastChannel ByteLengthQueuingStrategy Cache CacheStorage
  CanvasGradient CanvasPattern CloseEvent CompressionStream CountQueuingStrategy Crypto CryptoKey
  CustomEvent DOMException DOMMatrix DOMMatrixReadOnly DOMPoint DOMPointReadOnly DOMQuad DOMRect
  DOMRectReadOnly DecompressionStream DedicatedWorkerGlobalScope ErrorEvent Event EventSource EventTarget
  File FileList FileReader FileReaderSync FormData GPU GPUAdapter GPUBuffer GPUBufferUsage GPUDevice
  GPUMapMode GPUShaderStage GPUTexture GPUTextureUsage Headers ImageBitmap ImageData MessageChannel
  MessageEvent MessagePort OffscreenCanvas OffscreenCanvasRenderingContext2D Path2D Performance
  ProgressEvent PromiseRejectionEvent ReadableStream ReadableStreamDefaultReader Request Response
  SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream URL
  URLSearchParams WebSocket Worker WorkerGlobalScope WorkerLocation WorkerNavigator WritableStream
  XMLHttpRequest addEventListener atob btoa cancelAnimationFrame clearInterval clearTimeout close console
  createImageBitmap crypto dispatchEvent fetch importScripts indexedDB isSecureContext location name
  navigator origin performance postMessage queueMicrotask removeEventListener reportError
  requestAnimationFrame self setInterval setTimeout structuredClone
`;

const cage = `
  Plot aq html input loam md plot signal svg tf
`;

const namesIn = (text: string) => text.trim().split(/\s+/);

/** What the cage hands to every cell, for completion. */
export const cageNames: readonly string[] = namesIn(cage);

export const knownNames: ReadonlySet<string> = new Set([
  ...namesIn(javascript),
  ...namesIn(worker),
  ...cageNames,
]);

/** What a cell's body is given for the program's own use; a cell may not declare or use it itself. */
export const hiddenNames: ReadonlySet<string> = new Set(['$show', '$import', '$fit']);
