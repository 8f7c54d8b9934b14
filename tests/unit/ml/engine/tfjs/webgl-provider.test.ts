import { describe, expect, it } from 'vitest';
import { webglProvider, type GlPort } from '../../../../../src/ml/engine/tfjs/webgl-provider';

function contextOf(renderer: string | null): GlPort {
  const getExtension = (name: string) =>
    name === 'WEBGL_debug_renderer_info' && renderer !== null
      ? { UNMASKED_RENDERER_WEBGL: 7 }
      : null;
  return {
    getExtension: getExtension as GlPort['getExtension'],
    getParameter: (asked) => (asked === 7 ? renderer : null),
  };
}

const providerWith = (context: GlPort | null) =>
  webglProvider({
    now: () => 0,
    context: () => context,
    load: () => Promise.reject(new Error('loaded')),
  });

describe('WebGL', () => {
  it('says why where the browser has none', async () => {
    await expect(providerWith(null).open('webgl')).rejects.toMatchObject({
      code: 'engine-unavailable',
      facts: { backend: 'webgl', reason: 'this browser has no WebGL 2' },
    });
  });

  it('takes a software adapter only when it is named', async () => {
    for (const renderer of [
      'Google SwiftShader',
      'llvmpipe (LLVM 15)',
      'Microsoft Basic Render Driver',
    ]) {
      const provider = providerWith(contextOf(renderer));
      await expect(provider.open('auto')).rejects.toMatchObject({
        facts: { reason: 'only a software adapter' },
      });
      await expect(provider.open('webgl')).rejects.toThrow('loaded');
    }
  });

  it('takes a graphics card unasked, and none that hides its name', async () => {
    await expect(providerWith(contextOf('ANGLE (Intel)')).open('auto')).rejects.toThrow('loaded');
    await expect(providerWith(contextOf(null)).open('auto')).rejects.toMatchObject({
      facts: { reason: 'the graphics adapter is not named' },
    });
  });

  it('is not opened again once its device was lost', async () => {
    const provider = providerWith(contextOf('ANGLE (Intel)'));
    provider.forget();
    await expect(provider.open('webgl')).rejects.toMatchObject({
      facts: { reason: 'the graphics device was lost' },
    });
  });
});
