import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../../../scripts/vite/compile-folder-template';
import { buildApi } from '../../../../src/deploy/api';
import { plainPlan } from '../../../../src/deploy/api/release-plan';
import { readBundle } from '../../../../src/deploy/bundle';
import { writeOnnx } from '../../../../src/deploy/onnx';
import { someData } from '../../../support/bundle-of';
import { pageInputOf } from '../../../support/page-input';

const ROOT = join(import.meta.dirname, '../../../../src/deploy/templates/api');

describe('an API package', async () => {
  const template = await compileFolderTemplate('api');
  const one = pageInputOf({ ...someData(), template: '', name: 'Größe <1>' });
  const two = {
    ...pageInputOf({ ...someData(), template: '', name: one.name, seed: 2 }),
    version: 2,
  };
  const files = buildApi({ models: [one, two], template });
  const jsonOf = (path: string) => JSON.parse(new TextDecoder().decode(files.get(path))) as unknown;

  it('is a whole bundle of both versions, with the same bytes each time', () => {
    const { manifest, models } = readBundle(files);
    expect(manifest.kind).toBe('api');
    expect(models.map(({ card }) => card.version)).toEqual([1, 2]);
    expect(buildApi({ models: [one, two], template })).toEqual(files);
  });

  it('pins every package, by version in package.json and by hash in the lock file', () => {
    const manifest = jsonOf('package.json') as { name: string; dependencies: object };
    const lock = jsonOf('package-lock.json') as {
      name: string;
      packages: Record<
        string,
        { name?: string; integrity?: string; resolved?: string; hasInstallScript?: true }
      >;
    };
    expect(Object.values(manifest.dependencies)).toEqual([
      expect.stringMatching(/^\d+\.\d+\.\d+$/),
    ]);
    const { '': own, ...packages } = lock.packages;
    expect([lock.name, own!.name]).toEqual([manifest.name, manifest.name]);
    for (const { integrity, resolved, hasInstallScript } of Object.values(packages)) {
      expect(integrity).toMatch(/^sha512-/);
      expect(resolved).toMatch(/^https:\/\/registry\.npmjs\.org\//);
      expect(hasInstallScript).toBeUndefined();
    }
  });

  it('describes itself: every reference of its OpenAPI document leads somewhere', () => {
    const api = jsonOf('openapi.json') as { components: { schemas: object }; paths: object };
    const references = JSON.stringify(api).match(/"#\/components\/schemas\/[^"]+"/g)!;
    const known = Object.keys(api.components.schemas).map(
      (name) => `"#/components/schemas/${name}"`,
    );
    expect([...new Set(references)].filter((each) => !known.includes(each))).toEqual([]);
    expect(Object.keys(api.paths)).toEqual(
      expect.arrayContaining(['/predict', '/v2', '/v2/models/{model}/infer', '/metrics']),
    );
  });

  it('on ONNX Runtime holds a model.onnx per version, pins the runtime, and lets no script of it run', async () => {
    const over = await compileFolderTemplate('api-onnx');
    const onnx = buildApi({
      models: [one, two],
      template: { ...template, ...over },
      runtime: 'onnx',
    });
    const own = (path: string) => new TextDecoder().decode(onnx.get(path));
    expect(readBundle(onnx).models.map(({ card }) => card.version)).toEqual([1, 2]);
    expect(onnx.get('models/2/model.onnx')).toEqual(writeOnnx(two.model));
    expect([...files.keys()].filter((path) => path.endsWith('.onnx'))).toEqual([]);

    const { dependencies } = JSON.parse(own('package.json')) as {
      dependencies: Record<string, string>;
    };
    const plain = jsonOf('package.json') as { dependencies: object };
    expect(dependencies).toEqual({ ...plain.dependencies, 'onnxruntime-node': '1.30.0' });
    const { packages } = JSON.parse(own('package-lock.json')) as {
      packages: Record<string, { integrity?: string; resolved?: string; hasInstallScript?: true }>;
    };
    const { '': _self, ...locked } = packages;
    const scripts = Object.keys(locked).filter((name) => locked[name]!.hasInstallScript);
    expect(scripts).toEqual(['node_modules/onnxruntime-node']);
    expect(own('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    for (const { integrity, resolved } of Object.values(locked)) {
      expect(integrity).toMatch(/^sha512-/);
      expect(resolved).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    }
    // The same packages as without it, at the same versions, and what comes with the runtime.
    const { packages: before } = jsonOf('package-lock.json') as { packages: object };
    const { '': _other, ...common } = before as Record<string, unknown>;
    expect(locked).toMatchObject(common);
    // What lies over the other template lists all that is compiled in, as that does.
    expect(over['compiled-in.json']).toBe(template['compiled-in.json']);
    expect(() => buildApi({ models: [one], template, runtime: 'onnx' })).toThrow(/no template/);
  });

  it('has a README that names every setting and none that is not there', () => {
    const code = readFileSync(join(ROOT, 'start/config.ts'), 'utf8');
    const settings = [...code.matchAll(/(?:text|number|whole|list)\('([A-Z_]+)'/g)].map(
      (m) => `LOAM_${m[1]}`,
    );
    const named = [...template['README.md']!.matchAll(/^\| `(LOAM_[A-Z_]+)`/gm)].map((m) => m[1]);
    expect(named.sort()).toEqual(settings.sort());
  });

  it('is refused with its reason for several models, a version twice, or a plan that does not fit', () => {
    const reasonOf = (make: () => unknown) => {
      try {
        make();
        return null;
      } catch (error) {
        return (error as { code: string; facts: { reason: string } }).facts.reason;
      }
    };
    const other = { ...two, name: 'other' };
    expect(reasonOf(() => buildApi({ models: [one, other], template }))).toMatch(/several models/);
    expect(reasonOf(() => buildApi({ models: [one, one], template }))).toMatch(/twice/);
    expect(reasonOf(() => buildApi({ models: [], template }))).toMatch(/no version/);
    const release = plainPlan([7]);
    expect(reasonOf(() => buildApi({ models: [one], template, release }))).toMatch(/version 7/);
    const asked = pageInputOf({ ...someData(3), template: '', name: one.name });
    const models = [one, { ...asked, version: 2 }];
    const ab = { ...plainPlan([1, 2]), ab: { aliases: ['champion', 'challenger'] } };
    expect(reasonOf(() => buildApi({ models, template }))).toBeNull();
    expect(reasonOf(() => buildApi({ models, template, release: ab }))).toMatch(/same question/);
  });
});
