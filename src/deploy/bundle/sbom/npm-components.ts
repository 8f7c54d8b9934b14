/** The packages that `package-lock.json` (version 3) pins, as components of an SBOM, and what each depends on. */
import { fromBase64 } from '../../page/base64';
import type { Component, Dependency } from './types';

interface LockedPackage {
  version: string;
  integrity?: string;
  license?: string;
  optional?: boolean;
  dev?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface NpmPackages {
  components: Component[];
  dependencies: Dependency[];
  /** What the bundle itself asks for. */
  direct: string[];
}

const FOLDER = 'node_modules/';

function nameAt(place: string): string {
  return place.slice(place.lastIndexOf(FOLDER) + FOLDER.length);
}

function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function hashesOf(integrity: string | undefined): Component['hashes'] {
  const sha512 = /^sha512-(\S+)$/.exec(integrity ?? '')?.[1];
  const bytes = sha512 === undefined ? null : fromBase64(sha512);
  return bytes ? [{ alg: 'SHA-512', content: hexOf(bytes) }] : undefined;
}

export function npmComponent(name: string, locked: LockedPackage): Component {
  const { version, integrity, license, optional, dev } = locked;
  const [group, plain] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const purl = purlOf(name, version);
  const hashes = hashesOf(integrity);
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group !== undefined && { group }),
    name: plain!,
    version,
    scope: dev ? 'excluded' : optional ? 'optional' : 'required',
    ...(hashes && { hashes }),
    ...(license !== undefined && { licenses: [{ expression: license }] }),
    purl,
  };
}

/** Where `name` is found from `place`: in its own folder of packages, else in that of a folder above. */
function find(packages: Record<string, LockedPackage>, place: string, name: string): string | null {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf(`/${FOLDER}`)))) {
    const candidate = `${from === '' ? '' : `${from}/`}${FOLDER}${name}`;
    if (Object.hasOwn(packages, candidate)) return candidate;
    if (from === '') return null;
  }
}

/** @param lock the text of our own file, not of anyone's */
export function npmPackages(lock: string): NpmPackages {
  const { packages } = JSON.parse(lock) as { packages: Record<string, LockedPackage> };
  const refAt = (place: string) => purlOf(nameAt(place), packages[place]!.version);
  const needs = (place: string): string[] => {
    const { dependencies, optionalDependencies } = packages[place]!;
    const names = Object.keys({ ...dependencies, ...optionalDependencies });
    const found = names.map((name) => find(packages, place, name)).filter((each) => each !== null);
    return [...new Set(found.map(refAt))].sort();
  };

  const components = new Map<string, Component>();
  const dependsOn = new Map<string, Set<string>>();
  for (const place of Object.keys(packages).sort()) {
    if (place === '') continue;
    const component = npmComponent(nameAt(place), packages[place]!);
    const ref = component['bom-ref'];
    if (!components.has(ref)) components.set(ref, component);
    // One version of a package may lie in two places, and find different packages from each.
    dependsOn.set(ref, new Set([...(dependsOn.get(ref) ?? []), ...needs(place)]));
  }
  return {
    components: [...components.values()],
    dependencies: [...dependsOn].map(([ref, on]) => ({ ref, dependsOn: [...on].sort() })),
    direct: Object.hasOwn(packages, '') ? needs('') : [],
  };
}
