/** What `verify.mjs` says. */
import type { CheckedBundle } from '../../bundle/check-bundle';
import { isLoamError } from '../../../core/errors';

export const USAGE = `Checks that a folder exported by Loam is as it was made.

  node verify.mjs [FOLDER] [--key signer.pem]

FOLDER   what to check; the folder of verify.mjs where none is named
--key    a public key that you got from the signer: the folder must be signed with it

A verify.mjs inside of what was changed may have been changed too. To be sure, use the one of a copy that
you trust, and name the folder.

Ends with 0 when all is well, 1 when something was changed, 2 when it could not check.
`;

function signatureLines({ signature }: CheckedBundle, hasKey: boolean): string[] {
  switch (signature.type) {
    case 'unsigned':
      return ['Signature  none. The hashes show that nothing was damaged, not who made it.'];
    case 'signed':
      return [
        'Signature  matches (OpenSSF model signing, ECDSA P-256, SHA-256)',
        `           signed with the key ${signature.fingerprint}`,
        hasKey
          ? '           which is the key that you named'
          : '           Compare this with what the signer told you, or give --key.',
      ];
    default:
      return signature satisfies never;
  }
}

/** Of a folder in which all is well. */
export function wholeText(checked: CheckedBundle, hasKey: boolean): string {
  const { manifest, models, identity } = checked;
  const count = Object.keys(manifest.files).length;
  const lines = [
    `Files      ${count} as listed in bundle.json, none changed, missing or added`,
    ...signatureLines(checked, hasKey),
    ...models.map(
      ({ card, golden }) =>
        `Model      ${card.name}, version ${card.version}: ${golden.examples.length} golden examples, the same answers to the last bit`,
    ),
    `Bundle     ${identity}`,
    '',
    'All is well.',
    '',
  ];
  return lines.join('\n');
}

/** Of a folder in which something is wrong; null where the error is another. */
export function wrongText(error: unknown): string | null {
  if (isLoamError(error, 'bundle-damaged')) {
    return `Something is wrong: ${error.facts.reason}.\nDo not use it. Get it again from where it came, or export it anew.\n`;
  }
  if (isLoamError(error, 'newer-data')) {
    return `This folder has the format ${error.facts.format}, which is newer than this verify.mjs. Use the one inside of it.\n`;
  }
  return null;
}
