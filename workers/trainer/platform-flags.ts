/** What this browser offers of what matters to engines, as words that a run records. */

/** The smallest module that has a relaxed SIMD instruction (i8x16.relaxed_swizzle). */
const RELAXED_SIMD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0],
  ...[65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
);

/** Features of an adapter by which kernels differ. */
const GPU_FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'] as const;

/**
 * In code unit order.
 * @param gpu whether a graphics device had a part; only then it is asked for
 */
export async function platformFlags(gpu: boolean): Promise<string[]> {
  const flags = [
    ...(globalThis.crossOriginIsolated ? ['cross-origin-isolated'] : []),
    ...(typeof SharedArrayBuffer === 'undefined' ? [] : ['shared-memory']),
    ...(WebAssembly.validate(RELAXED_SIMD) ? ['relaxed-simd'] : []),
    ...(gpu ? await gpuFlags() : []),
  ];
  return flags.sort();
}

async function gpuFlags(): Promise<string[]> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  if (!adapter) return [];
  const { features } = adapter;
  return GPU_FEATURES.filter((name) => features.has(name)).map((name) => `webgpu:${name}`);
}
