import { exactProvider } from '../../../src/ml/engine/fused/provider';
import { SAME_BITS_JOBS } from '../../support/same-bits/jobs';
import { learntHash } from '../../support/same-bits/learnt-hash';
import type { HashRequest } from './main';

async function hashes({ threads }: HashRequest): Promise<Record<string, string>> {
  const engine = await exactProvider(() => performance.now(), { threads, leastWork: 0 }).open(
    'exact',
  );
  const found: Record<string, string> = {};
  for (const [name, job] of Object.entries(SAME_BITS_JOBS)) {
    const used = engine.moduleFor(job)?.threads;
    // Trees grow on one thread.
    if (job.type === 'network' && used !== threads) throw new Error(`trained on ${used} threads`);
    found[name] = await learntHash(engine, job);
  }
  return found;
}

onmessage = ({ data }: MessageEvent<HashRequest>) => {
  hashes(data).then(
    (found) => postMessage({ hashes: found }),
    (error: unknown) => postMessage({ error: String(error) }),
  );
};
