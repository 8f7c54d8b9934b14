import { describe, expect, it } from 'vitest';
import { webgpuProvider, type GpuPort } from '../../../../../src/ml/engine/tfjs/webgpu-provider';
import { randomJob } from '../../../../support/training';

const adapter = (info: Partial<GPUAdapterInfo>): GPUAdapter => ({ info }) as GPUAdapter;
const gpuWith = (found: GPUAdapter | null): GpuPort => ({
  requestAdapter: () => Promise.resolve(found),
});
const providerWith = (gpu: GpuPort | undefined) =>
  webgpuProvider({ now: () => 0, gpu, load: () => Promise.reject(new Error('loaded')) });

describe('WebGPU', () => {
  it('does not open, and says why, where the browser has none', async () => {
    const provider = providerWith(undefined);
    expect(provider.supports(randomJob())).toBe(true);
    await expect(provider.open('webgpu')).rejects.toMatchObject({
      code: 'engine-unavailable',
      facts: { backend: 'webgpu', reason: 'this browser has no WebGPU' },
    });
  });

  it('is refused where no adapter answers', async () => {
    await expect(providerWith(gpuWith(null)).open('auto')).rejects.toMatchObject({
      facts: { reason: 'no graphics adapter answered' },
    });
  });

  it('takes a software adapter only when it is named', async () => {
    const software = [
      { isFallbackAdapter: true },
      { architecture: 'swiftshader' },
      { description: 'llvmpipe' },
    ];
    for (const info of software) {
      const provider = providerWith(gpuWith(adapter(info)));
      await expect(provider.open('auto')).rejects.toMatchObject({
        facts: { reason: 'only a software adapter' },
      });
      await expect(provider.open('webgpu')).rejects.toThrow('loaded');
    }
  });

  it('is not opened again once its device was lost', async () => {
    const provider = providerWith(gpuWith(adapter({})));
    provider.forget();
    await expect(provider.open('webgpu')).rejects.toMatchObject({
      facts: { reason: 'the graphics device was lost' },
    });
  });
});
