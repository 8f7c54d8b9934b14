/** The package as a stranger gets it: unpacked into an empty folder, installed and run by npm. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../scripts/vite/compile-folder-template';
import { buildApi } from '../../src/deploy/api';
import { unzipBundle, zipBundle } from '../../src/deploy/bundle';
import { folderOf, startApi } from '../support/api/api-process';
import { someData } from '../support/bundle-of';
import { pageInputOf } from '../support/page-input';

const template = await compileFolderTemplate('api');
const one = pageInputOf({ ...someData(), template: '', name: 'Größe <1>' });
const two = {
  ...pageInputOf({ ...someData(), template: '', name: one.name, seed: 2 }),
  version: 2,
};

describe('an API package', () => {
  it('is at most 150 KB as a zip, weights apart', () => {
    const zip = zipBundle(buildApi({ models: [one], template }));
    expect(zip.length - one.model.weights!.length).toBeLessThanOrEqual(150_000);
  });

  it('is installed, tested, checked and started by npm alone', { timeout: 120_000 }, async () => {
    const files = unzipBundle(zipBundle(buildApi({ models: [one, two], template })));
    const folder = folderOf(files, 'none');
    const npm = (...words: string[]) => {
      const { status, stdout, stderr } = spawnSync('npm', words, {
        cwd: folder.path,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: process.env.HOME },
      });
      return { status, text: stdout + stderr };
    };
    try {
      expect(npm('ci')).toMatchObject({ status: 0 });
      const tested = npm('test');
      expect([tested.status, tested.text]).toEqual([0, expect.stringMatching(/^# fail 0$/m)]);
      expect(npm('run', 'verify')).toMatchObject({ status: 0 });
      const server = startApi(folder.path, { LOAM_DRAIN_DELAY_MS: '0' }, ['npm', 'start']);
      const response = await fetch(`${await server.listening}/healthz`);
      expect(await response.json()).toMatchObject({ status: 'ok', versions: [1, 2] });
      process.kill(-server.child.pid!, 'SIGTERM');
      await server.ended;
    } finally {
      folder.remove();
    }
  });
});
