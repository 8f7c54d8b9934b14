/**
 * What the released module of exact mode gives is frozen, and so is the module: runs name it by its digest.
 * A change of either is a new file, never an edit of one that was released.
 */
import { describe, expect, it } from 'vitest';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { netsModule } from '../../../../../../src/ml/engine/fused/nets/nets-module';
import golden from '../../../../../golden/exact-nets-1.json';
import { SAME_BITS_JOBS } from '../../../../../support/same-bits/jobs';
import { learntHash } from '../../../../../support/same-bits/learnt-hash';

const jobs = Object.entries(SAME_BITS_JOBS).filter(([, { type }]) => type === 'network');

describe('exact mode 1', () => {
  it('is the module that was frozen', async () => {
    expect((await netsModule('exact')).digest).toBe(golden.module);
  });

  it('has a frozen hash for every training that is compared between places', () => {
    expect(Object.keys(golden.hashes)).toEqual(jobs.map(([name]) => name));
  });

  for (const [name, job] of jobs) {
    it(`trains ${name} to the frozen hash`, async () => {
      const engine = await exactProvider(() => 0).open('exact');
      const hashes: Record<string, string> = golden.hashes;
      expect(await learntHash(engine, job)).toBe(hashes[name]);
    });
  }
});
