/** Names inside of a bundle. */
export const MANIFEST_PATH = 'bundle.json';
export const SBOM_PATH = 'sbom.cdx.json';
/** Name, version and licence of each package whose code is in the scripts; written when a template is compiled. */
export const COMPILED_IN_PATH = 'compiled-in.json';
export const SIGNATURE_PATH = 'model.sig';
export const PUBLIC_KEY_PATH = 'signer.pem';

/** Not listed in the manifest: a signature differs each time it is made. */
export const DETACHED: readonly string[] = [SIGNATURE_PATH, PUBLIC_KEY_PATH];

/** First parts of paths that come about by using a bundle. */
export const IGNORED: readonly string[] = ['node_modules', '.git', '.env', 'logs'];

export function isIgnored(path: string): boolean {
  return IGNORED.includes(path.split('/')[0]!);
}

const PART = /^[A-Za-z0-9@._-]+$/;

/** Plain ASCII parts, none of them empty, made of dots or `__proto__`: what every file system and zip tool takes as it is. */
export function isPlainPath(path: string): boolean {
  return (
    path.length <= 200 &&
    path.split('/').every((part) => PART.test(part) && !/^(\.{1,2}|__proto__)$/.test(part))
  );
}
