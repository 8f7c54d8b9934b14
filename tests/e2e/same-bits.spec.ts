/**
 * Exact mode gives the same bits wherever it runs: in Node, in Chromium, in Firefox (where one is
 * installed), on one thread and on two, and saved and taken up again at any step.
 */
import { expect, test } from '@playwright/test';
import { findBrowser, findFirefox } from '../../scripts/lib/browser.mjs';
import { stream } from '../../src/core/random/philox';
import { exactProvider } from '../../src/ml/engine/fused/provider';
import { SAME_BITS_JOBS } from '../support/same-bits/jobs';
import { learntHash } from '../support/same-bits/learnt-hash';
import {
  chromiumHashes,
  firefoxHashes,
  serveBitsPage,
  type BitsPage,
  type Hashes,
} from '../support/same-bits/page-hashes';

/** Time passes only while somebody looks: whoever breathes by the clock does so after each step. */
function jumpingClock(): () => number {
  let now = 0;
  return () => (now += 10_000);
}

async function inNode(): Promise<Hashes> {
  const engine = await exactProvider(() => performance.now()).open('exact');
  const found: Hashes = {};
  for (const [name, job] of Object.entries(SAME_BITS_JOBS)) {
    found[name] = await learntHash(engine, job);
  }
  return found;
}

test.describe.configure({ mode: 'serial' });

let here: Hashes;
let served: BitsPage;

test.beforeAll(async () => {
  here = await inNode();
  served = await serveBitsPage();
});
test.afterAll(() => served.close());

test('Chromium finds the hashes that Node finds, on one thread and on two', async () => {
  const [one, two] = await chromiumHashes(served.url, (await findBrowser())!, [1, 2]);
  expect(one).toEqual(here);
  expect(two).toEqual(here);
});

test('Firefox finds the hashes that Node finds, on one thread and on two', async () => {
  const firefox = findFirefox();
  test.skip(firefox === null, 'no Firefox is installed');
  test.setTimeout(240_000);
  const [one, two] = await firefoxHashes(served.url, firefox!, [1, 2]);
  expect(one).toEqual(here);
  expect(two).toEqual(here);
});

test('a training saved and taken up again at 50 random steps ends with the hash of one that never was', async () => {
  const engine = await exactProvider(jumpingClock()).open('exact');
  const random = stream(2026, 'bits/stops');
  const names = Object.keys(SAME_BITS_JOBS);
  const seen = new Set<string>();
  for (let i = 0; i < 50; i++) {
    const name = names[i % names.length]!;
    const job = SAME_BITS_JOBS[name]!;
    const batches = job.type === 'network' ? Math.ceil(job.train.count / job.trainer.batch) : 1;
    const stop = random.uint32(i) % (batches * job.trainer.epochs);
    seen.add(`${name} ${stop}`);
    expect(await learntHash(engine, job, [stop]), `${name}, stopped at step ${stop}`).toBe(
      here[name],
    );
  }
  expect(seen.size).toBeGreaterThan(20);
});
