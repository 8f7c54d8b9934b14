import { describe, expect, it } from 'vitest';
import type { ReleasePlan } from '../../../../../src/deploy/api';
import { plainPlan, planProblem } from '../../../../../src/deploy/api/release-plan';
import { readRelease } from '../../../../../src/deploy/templates/api/start/read-release';
import { apiInProcess } from '../../../../support/api/api-in-process';
import { someData } from '../../../../support/bundle-of';
import { pageInputOf } from '../../../../support/page-input';

const one = pageInputOf({ ...someData(), template: '', name: 'm' });
const two = { ...pageInputOf({ ...someData(), template: '', name: 'm', seed: 2 }), version: 2 };

async function versionsOf(change: Partial<ReleasePlan>, keys: (string | null)[]) {
  const api = await apiInProcess(
    [one, two],
    { LOAM_QUEUE: '1000' },
    { ...plainPlan([1, 2]), ...change },
  );
  const answers = await Promise.all(
    keys.map((key) =>
      api.app.inject({
        method: 'POST',
        url: '/predict',
        headers: {
          'content-type': 'application/json',
          ...(key === null ? {} : { 'x-release-key': key }),
        },
        payload: '{}',
      }),
    ),
  );
  return { ...api, versions: answers.map((each) => each.json<{ version: number }>().version) };
}

describe('a release', () => {
  const nobody = Array<null>(200).fill(null);
  const keys = Array.from({ length: 400 }, (_, i) => `user ${i}`);
  const ofTwo = (versions: number[]) => versions.filter((version) => version === 2).length;

  it('has the first version answer all, and every answer name it', async () => {
    expect((await versionsOf({}, nobody)).versions).toEqual(nobody.map(() => 1));
  });

  it('gives the canary exactly its share of requests without a key', async () => {
    const canary = { alias: 'challenger', share: 0.15 };
    expect(ofTwo((await versionsOf({ canary }, nobody)).versions)).toBe(30);
  });

  it('gives the canary about its share of keys, always the same ones', async () => {
    const canary = { alias: 'challenger', share: 0.25 };
    const { versions } = await versionsOf({ canary }, [...keys, ...keys]);
    expect(versions.slice(400)).toEqual(versions.slice(0, 400));
    expect(Math.abs(ofTwo(versions) / 800 - 0.25)).toBeLessThan(0.08);
  });

  it('deals keys to A and B in about equal parts, always the same, and the rest to the default', async () => {
    const ab = { aliases: ['champion', 'challenger'] };
    const { versions } = await versionsOf({ ab }, [...keys, ...keys, null, null]);
    expect(versions.slice(400, 800)).toEqual(versions.slice(0, 400));
    expect(Math.abs(ofTwo(versions) / 800 - 0.5)).toBeLessThan(0.1);
    expect(versions.slice(800)).toEqual([1, 1]);
  });

  it('compares a shadow, and never returns it', async () => {
    const { versions, app } = await versionsOf({ shadow: { alias: 'challenger' } }, nobody);
    expect(new Set(versions)).toEqual(new Set([1]));
    await new Promise((resolve) => setImmediate(resolve));
    const { body } = await app.inject('/metrics');
    expect(body).toMatch(/^loam_shadow_rows_total [1-9]\d*$/m);
  });

  it('is rolled back by giving an alias its old number', async () => {
    const aliases = { champion: 2, challenger: 1 };
    const { versions, service, app } = await versionsOf({ aliases }, [null]);
    expect(versions).toEqual([2]);
    const files = new Map([
      ['release.json', new TextEncoder().encode(JSON.stringify(plainPlan([1, 2])))],
    ]);
    service.release = readRelease(service.config, files, service.models);
    const headers = { 'content-type': 'application/json' };
    const again = await app.inject({ method: 'POST', url: '/predict', headers, payload: '{}' });
    expect(again.json()).toMatchObject({ version: 1 });
  });

  it('is refused with its reason where it names what is not there', () => {
    const plan = plainPlan([1, 2]);
    expect(planProblem(plan, [1, 2])).toBeNull();
    expect(planProblem(plan, [1])).toBe('alias challenger names version 2, which is not here');
    expect(planProblem({ ...plan, default: 'toString' }, [1, 2])).toBe(
      'there is no alias toString',
    );
  });
});
