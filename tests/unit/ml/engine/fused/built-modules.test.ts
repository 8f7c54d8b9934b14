import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../../src/core/hash/digest';
import { loadedOnce } from '../../../../../src/ml/engine/fused/load-module';
import { netsModule } from '../../../../../src/ml/engine/fused/nets/nets-module';
import { treesModule } from '../../../../../src/ml/engine/fused/trees/trees-module';

const BUILT = {
  'exact nets': () => netsModule('exact'),
  'fast nets': () => netsModule('fast'),
  trees: treesModule,
};

describe('modules of this build', () => {
  for (const [name, load] of Object.entries(BUILT)) {
    it(`${name}: are named by the SHA-256 of their bytes, and loaded once`, async () => {
      const module = await load();
      expect(module.digest).toBe(digestOf(module.bytes));
      expect(await load()).toBe(module);
    });
  }

  it('are asked for again where loading them failed', async () => {
    let failures = 1;
    const load = loadedOnce(() =>
      failures-- > 0
        ? Promise.reject(new Error('offline'))
        : Promise.resolve({ base64: 'AAEC', digest: 'd' }),
    );
    await expect(load()).rejects.toThrow('offline');
    expect(await load()).toMatchObject({ bytes: new Uint8Array([0, 1, 2]), digest: 'd' });
  });
});
