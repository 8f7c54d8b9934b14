export { buildBundle, type BundleInput } from './build-bundle';
export { checkBundle, type CheckedBundle, type CheckOptions } from './check-bundle';
export { plainName } from './plain-name';
export { readBundle } from './read-bundle';
export { checkSignature, type BundleSignature } from './signature/check-signature';
export { signBundle } from './signature/sign-bundle';
export type {
  BundleContents,
  BundledModel,
  BundleFiles,
  BundleKind,
  BundleManifest,
  TemplateFiles,
} from './types';
export { unzipBundle, type UnzipLimits } from './unzip';
export { zipBundle } from './zip';
