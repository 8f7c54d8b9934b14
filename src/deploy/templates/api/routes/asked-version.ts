/** The model version that a request is answered by: the one it names, or the one that the release gives it. */
import type { FastifyRequest } from 'fastify';
import { Refused } from '../http-error';
import type { Service } from '../service';
import type { ServedModel } from '../start/served-model';

/** @throws Refused `not-found` */
export function namedVersion({ release, models }: Service, name: string): ServedModel {
  const found = release.named(name);
  if (found) return found;
  const known = [...Object.keys(release.plan.aliases), ...models.map((each) => each.versionText)];
  throw new Refused('not-found', `there is no such version; there are ${known.join(', ')}`);
}

export function releasedVersion(service: Service, { headers }: FastifyRequest): ServedModel {
  const { release } = service;
  const key = headers[release.plan.keyHeader];
  return release.choose(typeof key === 'string' && key !== '' ? key : null);
}
