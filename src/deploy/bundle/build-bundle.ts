/** One or more model versions and a compiled template as the files of a bundle. Pure: equal input, equal bytes. */
import { LoamError } from '../../core/errors';
import { digestOf } from '../../core/hash/digest';
import { canonicalBytes } from '../../core/json/canonical';
import { modelParts } from '../model/model-parts';
import type { ExportInput, ModelCard } from '../model/types';
import { addModelFolder } from './model-folder';
import { DETACHED, isIgnored, isPlainPath, MANIFEST_PATH, SBOM_PATH } from './paths';
import { plainName } from './plain-name';
import { buildSbom } from './sbom/build-sbom';
import type { BundledModel, BundleFiles, BundleKind, BundleManifest, TemplateFiles } from './types';

export interface BundleInput {
  kind: BundleKind;
  /** At least one, each once; the first answers where no other is named. */
  models: readonly ExportInput[];
  template: TemplateFiles;
  /** Further files that are made of the models, such as package.json; they take the place of the template's. */
  made?: BundleFiles;
}

/** @throws LoamError `internal` where parts do not belong together, or a path is not plain */
export function buildBundle({ kind, models, template, made }: BundleInput): BundleFiles {
  const files: BundleFiles = new Map();
  const encoder = new TextEncoder();
  for (const [path, text] of Object.entries(template)) files.set(path, encoder.encode(text));
  for (const [path, bytes] of made ?? []) files.set(path, bytes);

  const bundled: BundledModel[] = [];
  const described: { input: ExportInput; card: ModelCard }[] = [];
  for (const input of models) {
    const parts = modelParts(input);
    const { name, version } = input;
    const short = `models/${version}`;
    const isTaken = bundled.some(({ folder }) => folder === short);
    const folder = isTaken ? `models/${plainName(name)}-${version}` : short;
    if (bundled.some((each) => each.folder === folder)) {
      throw new LoamError('internal', { message: `cannot export: ${folder} twice` });
    }
    addModelFolder(files, folder, input, parts);
    described.push({ input, card: parts.card });
    bundled.push({ name, version, folder, card: parts.cardLink });
  }

  files.set(SBOM_PATH, buildSbom(kind, described, files));

  for (const path of files.keys()) {
    if (
      !isPlainPath(path) ||
      isIgnored(path) ||
      path === MANIFEST_PATH ||
      DETACHED.includes(path)
    ) {
      throw new LoamError('internal', { message: `cannot export: a file named ${path}` });
    }
  }
  const manifest: BundleManifest = {
    format: 'loam.bundle/1',
    kind,
    models: bundled,
    files: Object.fromEntries([...files].map(([path, bytes]) => [path, digestOf(bytes)])),
  };
  files.set(MANIFEST_PATH, canonicalBytes(manifest));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
