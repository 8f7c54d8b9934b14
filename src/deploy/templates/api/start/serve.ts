/**
 * The whole start of a server: checks every file of its folder, then serves its models. Settings come from the
 * environment; see README.md. Nothing that was altered is served.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { isLoamError } from '../../../../core/errors';
import { checkBundle } from '../../../bundle/check-bundle';
import { folderFiles } from '../../verify/folder-files';
import { makeApp } from '../app';
import { defaultEffects } from '../effects';
import { makeLog } from '../log';
import { readConfig } from './config';
import { makeService } from './make-service';
import { readRelease } from './read-release';
import type { Runtime } from './runtime';
import { stopper } from './stopper';

/** Exit codes: a wrong setting, and a folder that is not as it was made. */
const WRONG_SETTING = 78;
const DAMAGED = 65;

class CannotStart extends Error {
  constructor(
    readonly exitCode: number,
    readonly event: string,
    reason: string,
  ) {
    super(reason);
  }
}

const reasonOf = (error: unknown): string => {
  if (isLoamError(error, 'bundle-damaged')) return String(error.facts.reason);
  return error instanceof Error ? error.message : String(error);
};

async function start(runtime: Runtime): Promise<void> {
  const read = readConfig(process.env);
  if ('problems' in read) {
    throw new CannotStart(WRONG_SETTING, 'wrong-settings', read.problems.join('; '));
  }
  const { config } = read;
  const files = await folderFiles(dirname(fileURLToPath(import.meta.url)));
  const expectedKeyPem = config.signerKey === null ? null : readFileSync(config.signerKey, 'utf8');
  const bundle = await checkBundle(files, expectedKeyPem === null ? {} : { expectedKeyPem }).catch(
    (error: unknown) => {
      throw new CannotStart(DAMAGED, 'damaged', reasonOf(error));
    },
  );
  const service = await makeService(config, defaultEffects, files, bundle, runtime).catch(
    (error: unknown) => {
      throw isLoamError(error, 'bundle-damaged')
        ? new CannotStart(DAMAGED, 'damaged', reasonOf(error))
        : new CannotStart(WRONG_SETTING, 'wrong-release', reasonOf(error));
    },
  );
  const app = makeApp(service);
  const stop = stopper(app, service);
  process.on('SIGTERM', () => stop('SIGTERM', config.drainDelayMs));
  process.on('SIGINT', () => stop('SIGINT', 0));
  process.on('SIGHUP', () => {
    try {
      service.release = readRelease(config, files, service.models);
      service.log.write('info', 'release', { plan: service.release.plan });
    } catch (error) {
      service.log.write('error', 'release-kept', { reason: reasonOf(error) });
    }
  });
  const address = await app.listen({ host: config.host, port: config.port });
  service.log.write('info', 'listening', {
    address,
    model: service.models[0]!.name,
    versions: service.models.map(({ version }) => version),
    runtime: `${runtime.name} ${runtime.version}`,
    bundle: service.bundle,
    signature: bundle.signature.type,
    keys: config.apiKeys.length,
  });
}

/** Never rejects: what stops the start is in the log, and in the exit code. */
export function serve(runtime: Runtime): Promise<void> {
  return start(runtime).catch((error: unknown) => {
    const [exitCode, event] =
      error instanceof CannotStart ? [error.exitCode, error.event] : [1, 'cannot-start'];
    makeLog('error', defaultEffects).write('error', event, { reason: reasonOf(error) });
    process.exitCode = exitCode;
  });
}
