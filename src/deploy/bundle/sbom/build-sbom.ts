/**
 * What is inside of a bundle, as CycloneDX 1.6: its models with their cards, and the npm packages that its lock
 * file pins or that were compiled into its scripts. No time of making: equal bundles have equal SBOMs.
 */
import { identityOf } from '../../../core/hash/digest';
import { canonicalBytes } from '../../../core/json/canonical';
import { LOAM_VERSION } from '../../../core/version';
import type { ExportInput, ModelCard } from '../../model/types';
import { COMPILED_IN_PATH } from '../paths';
import { plainName } from '../plain-name';
import type { BundleFiles, BundleKind } from '../types';
import { modelComponent } from './model-component';
import { npmComponent, npmPackages, type NpmPackages } from './npm-components';
import { uuidOf, type Component, type Dependency, type Sbom } from './types';

const LOCK_PATH = 'package-lock.json';

interface CompiledIn {
  name: string;
  version: string;
  license: string;
}

function compiledIn(files: BundleFiles): Component[] {
  const bytes = files.get(COMPILED_IN_PATH);
  if (!bytes) return [];
  const packages = JSON.parse(new TextDecoder().decode(bytes)) as CompiledIn[];
  return packages.map(({ name, ...locked }) => ({
    ...npmComponent(name, locked),
    properties: [{ name: 'loam:place', value: 'compiled into the scripts of the bundle' }],
  }));
}

function locked(files: BundleFiles): NpmPackages {
  const bytes = files.get(LOCK_PATH);
  if (!bytes) return { components: [], dependencies: [], direct: [] };
  return npmPackages(new TextDecoder().decode(bytes));
}

/** @param models at least one, with the cards that were made of them */
export function buildSbom(
  kind: BundleKind,
  models: readonly { input: ExportInput; card: ModelCard }[],
  files: BundleFiles,
): Uint8Array {
  const [{ name, version }] = [models[0]!.card];
  const own: Component = {
    type: 'application',
    'bom-ref': 'bundle',
    name: `${plainName(name)}-${kind}`,
    version: String(version),
  };
  const loam: Component = {
    type: 'application',
    'bom-ref': `loam@${LOAM_VERSION}`,
    name: 'Loam',
    version: LOAM_VERSION,
  };
  const inside = models.map(({ input, card }) => modelComponent(input, card));
  const packages = locked(files);
  const known = new Set(packages.components.map((each) => each['bom-ref']));
  const compiled = compiledIn(files).filter((each) => !known.has(each['bom-ref']));
  const refs = (components: readonly Component[]) => components.map((each) => each['bom-ref']);
  const leaf = (ref: string): Dependency => ({ ref, dependsOn: [] });

  const sbom: Omit<Sbom, 'serialNumber'> = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { tools: { components: [loam] }, component: own },
    components: [...inside, ...compiled, ...packages.components],
    dependencies: [
      { ref: own['bom-ref'], dependsOn: [...refs(inside), ...refs(compiled), ...packages.direct] },
      ...refs(inside).map(leaf),
      ...refs(compiled).map(leaf),
      ...packages.dependencies,
    ],
  };
  const serialNumber: Sbom['serialNumber'] = `urn:uuid:${uuidOf(identityOf(sbom))}`;
  return canonicalBytes({ ...sbom, serialNumber } satisfies Sbom);
}
