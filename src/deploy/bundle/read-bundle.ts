/**
 * The files of a bundle back into what they are, with every hash, shape and golden example checked. They may
 * come from anyone: nothing in them is run.
 */
import { LoamError } from '../../core/errors';
import { digestOf } from '../../core/hash/digest';
import { digest, listOf, link, count, oneOf, only, record, text } from '../../core/shape/check';
import { checkGolden } from '../model/check-golden';
import { damaged } from '../model/damage';
import { parseJson } from '../model/gather';
import { checkShapes } from '../model/shapes';
import type { ModelContents } from '../model/types';
import { isCanonical } from './canonical-form';
import { readModelFolder } from './model-folder';
import { DETACHED, isIgnored, isPlainPath, MANIFEST_PATH } from './paths';
import type {
  BundleContents,
  BundledModel,
  BundleFiles,
  BundleKind,
  BundleManifest,
} from './types';

const FORMAT = 'loam.bundle/1';

const bundledModels = listOf(
  record<BundledModel>({ name: text, version: count, folder: text, card: link }),
);
const kind = oneOf<BundleKind>({ page: 1, module: 1, scorer: 1, api: 1 });

function isFileList(value: unknown): value is BundleManifest['files'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([path, hash]) => isPlainPath(path) && digest(hash));
}

const bundleManifest = record<BundleManifest>({
  format: only(FORMAT),
  kind,
  models: bundledModels,
  files: isFileList,
});

/** @throws LoamError `page-damaged`, or `newer-data` */
export function readBundleManifest(bytes: Uint8Array | undefined): BundleManifest {
  if (!bytes) throw damaged(`${MANIFEST_PATH} is missing`);
  const value = parseJson(new TextDecoder().decode(bytes), MANIFEST_PATH);
  const format: unknown = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'string' && format.startsWith('loam.bundle/') && format !== FORMAT) {
    throw new LoamError('newer-data', { format });
  }
  if (!bundleManifest(value) || value.models.length === 0 || !isCanonical(value, bytes)) {
    throw damaged(`${MANIFEST_PATH} has an unexpected form`);
  }
  return value;
}

/** Every listed file is there with its bytes, and no other. @throws LoamError `page-damaged` */
export function checkFiles(files: BundleFiles, manifest: BundleManifest): void {
  for (const [path, hash] of Object.entries(manifest.files)) {
    const bytes = files.get(path);
    if (!bytes) throw damaged(`${path} is missing`);
    if (digestOf(bytes) !== hash) throw damaged(`${path} was changed`);
  }
  for (const path of files.keys()) {
    const isKnown =
      path === MANIFEST_PATH ||
      DETACHED.includes(path) ||
      isIgnored(path) ||
      Object.hasOwn(manifest.files, path);
    if (!isKnown) throw damaged(`${path} was added`);
  }
}

/** The models that a list names, each with its shapes and golden examples checked. @throws LoamError `page-damaged` */
export function readModels(files: BundleFiles, manifest: BundleManifest): ModelContents[] {
  return manifest.models.map(({ name, version, folder, card }) => {
    const contents = readModelFolder(files, folder, card);
    checkShapes(contents);
    if (contents.card.name !== name || contents.card.version !== version)
      throw damaged(`${folder} is listed under another name`);
    checkGolden(contents);
    return contents;
  });
}

/** All but the signature. @throws LoamError `page-damaged`, or `newer-data` */
export function readBundle(files: BundleFiles): BundleContents {
  const bytes = files.get(MANIFEST_PATH);
  const manifest = readBundleManifest(bytes);
  checkFiles(files, manifest);
  return { manifest, identity: digestOf(bytes!), models: readModels(files, manifest) };
}
