import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileFolderTemplate } from '../../../../../scripts/vite/compile-folder-template';
import { checkBundle, signBundle, type BundleFiles } from '../../../../../src/deploy/bundle';
import { toPem } from '../../../../../src/deploy/bundle/signature/pem';
import { readArguments } from '../../../../../src/deploy/templates/verify/arguments';
import { folderFiles } from '../../../../../src/deploy/templates/verify/folder-files';
import { runNode, withFolder, type Ran } from '../../../../support/bundle-folder';
import { bundleOf, newSigner, someData } from '../../../../support/bundle-of';
import { changedBytes, withChangedByte } from '../../../../support/changed-bytes';

describe('node verify.mjs', async () => {
  const template = await compileFolderTemplate('verify');
  const signer = await newSigner();
  const unsigned = bundleOf(someData(), template);
  const signed = await signBundle(unsigned, signer);
  const pem = toPem(signer.publicKey);
  const { identity, models, manifest, signature } = await checkBundle(signed);

  const verify = (files: BundleFiles, change?: (folder: string) => Promise<unknown>) =>
    withFolder(files, async (folder) => {
      await change?.(folder);
      return runNode(join(folder, 'verify.mjs'));
    });

  /** With the verify.mjs of another copy. */
  const verifyFrom = (files: BundleFiles, words: readonly string[] = []): Promise<Ran> =>
    withFolder(unsigned, (own) =>
      withFolder(files, (folder) => runNode(join(own, 'verify.mjs'), [folder, ...words])),
    );

  it('says what it checked of a signed folder, and by which key', async () => {
    expect(await verify(signed)).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        `Files      ${Object.keys(manifest.files).length} as listed in bundle.json, none changed, missing or added`,
        'Signature  matches (OpenSSF model signing, ECDSA P-256, SHA-256)',
        `           signed with the key ${signature.type === 'signed' && signature.fingerprint}`,
        '           Compare this with what the signer told you, or give --key.',
        `Model      sample, version 1: ${models[0]!.golden.examples.length} golden examples, the same answers to the last bit`,
        `Bundle     ${identity}`,
        '',
        'All is well.',
        '',
      ].join('\n'),
    });
  });

  it('says so when there is no signature', async () => {
    const { code, stdout } = await verify(unsigned);
    expect(code).toBe(0);
    expect(stdout).toContain('Signature  none. The hashes show that nothing was damaged, not who');
  });

  it('looks away from what comes about by use, and from nothing else', async () => {
    const used = await verify(signed, async (folder) => {
      await mkdir(join(folder, 'node_modules/left-pad'), { recursive: true });
      await writeFile(join(folder, 'node_modules/left-pad/index.js'), 'x');
      await writeFile(join(folder, '.env'), 'KEY=1');
      await mkdir(join(folder, 'logs'));
      await writeFile(join(folder, 'logs/today.jsonl'), '{}');
    });
    expect(used.code).toBe(0);

    const changes: [string, (folder: string) => Promise<unknown>][] = [
      ['added.txt was added', (folder) => writeFile(join(folder, 'added.txt'), '')],
      ['models/1/.env was added', (folder) => writeFile(join(folder, 'models/1/.env'), '')],
      ['outside was added', (folder) => symlink('/', join(folder, 'outside'))],
      ['models/1/task.json is missing', (folder) => rm(join(folder, 'models/1/task.json'))],
      [
        'models/1/golden.json is missing',
        (folder) =>
          rename(join(folder, 'models/1/golden.json'), join(folder, 'models/1/gold.json')),
      ],
      ['bundle.json is missing', (folder) => rm(join(folder, 'bundle.json'))],
      ['model.sig is missing', (folder) => rm(join(folder, 'model.sig'))],
      ['signer.pem is missing', (folder) => rm(join(folder, 'signer.pem'))],
    ];
    for (const [reason, change] of changes) {
      expect(await verify(signed, change)).toEqual({
        code: 1,
        stdout: '',
        stderr: `Something is wrong: ${reason}.\nDo not use it. Get it again from where it came, or export it anew.\n`,
      });
    }
  });

  it('refuses single changed bytes, as the verify.mjs of another copy', async () => {
    // Every file in turn, the list, the signature and the key included.
    for (const change of changedBytes(signed, signed.size, 'verify.mjs')) {
      const { code, stderr } = await verifyFrom(withChangedByte(signed, change));
      expect({ ...change, code }).toEqual({ ...change, code: 1 });
      expect(stderr).toMatch(/^Something is wrong: /);
    }
  });

  it('asks for the key that is named', async () => {
    const other = toPem((await newSigner()).publicKey);
    const keys: BundleFiles = new Map([
      ['right.pem', new TextEncoder().encode(pem)],
      ['other.pem', new TextEncoder().encode(other)],
    ]);
    await withFolder(keys, async (folder) => {
      const right = ['--key', join(folder, 'right.pem')];
      expect((await verifyFrom(signed, right)).stdout).toContain('which is the key that you named');
      const wrong = await verifyFrom(signed, ['--key', join(folder, 'other.pem')]);
      expect(wrong).toMatchObject({ code: 1, stdout: '' });
      expect(wrong.stderr).toContain('it was signed with another key');
      expect(await verifyFrom(unsigned, right)).toMatchObject({ code: 1, stdout: '' });
      const absent = await verifyFrom(signed, ['--key', join(folder, 'absent.pem')]);
      expect(absent).toMatchObject({ code: 2, stdout: '' });
    });
  });

  it('ends with 2 when it cannot check', async () => {
    await withFolder(unsigned, async (folder) => {
      const script = join(folder, 'verify.mjs');
      expect((await runNode(script, [join(folder, 'nowhere')])).code).toBe(2);
      expect((await runNode(script, ['--fast'])).code).toBe(2);
      expect((await runNode(script, ['--help'])).code).toBe(0);
    });
  });

  it('reads a folder into the very files it was written from', async () => {
    await withFolder(signed, async (folder) => {
      const files = await folderFiles(folder);
      expect(new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))).toEqual(signed);
    });
  });
});

describe('the words after verify.mjs', () => {
  it('name a folder, a key, or neither', () => {
    expect(readArguments([], '/own')).toEqual({ type: 'check', folder: '/own', keyFile: null });
    expect(readArguments(['--key', 'k', 'f'], '/own')).toEqual({
      type: 'check',
      folder: 'f',
      keyFile: 'k',
    });
    expect(readArguments(['a', 'b'], '/own').type).toBe('wrong');
    expect(readArguments(['--key'], '/own').type).toBe('wrong');
    expect(readArguments(['--kay'], '/own').type).toBe('wrong');
    expect(readArguments(['-h'], '/own')).toEqual({ type: 'help' });
  });
});
