/**
 * Which code the names of modules mean in a notebook: its metadata, under `loam.modules`. So they travel in
 * text files and in `.ipynb` like all metadata.
 */
import { isLink, type Link } from '../hash/digest';
import { isJsonObject, own } from './json-text';
import { isModuleName } from './module-name';
import type { JsonObject } from './types';

export type ModulePins = Readonly<Record<string, Link>>;

/** Those of the metadata that can be pins. */
export function pinsIn(metadata: JsonObject): Record<string, Link> {
  const entries = Object.entries(modulesIn(metadata)).filter(
    (entry): entry is [string, Link] => isModuleName(entry[0]) && isLink(entry[1]),
  );
  return Object.fromEntries(entries);
}

/** Without its pins; what stands beside them stays. */
export function withoutPins(metadata: JsonObject): JsonObject {
  const pins = pinsIn(metadata);
  if (Object.keys(pins).length === 0) return metadata;
  const { modules, ...loam } = metadata.loam as JsonObject;
  const left = Object.fromEntries(
    Object.entries(modules as JsonObject).filter(([name]) => !Object.hasOwn(pins, name)),
  );
  const { loam: _, ...rest } = metadata;
  const stays = Object.keys(left).length > 0 ? { ...loam, modules: left } : loam;
  return Object.keys(stays).length > 0 ? { ...rest, loam: stays } : rest;
}

/** `withPins(withoutPins(metadata), pinsIn(metadata))` equals `metadata`. */
export function withPins(metadata: JsonObject, pins: ModulePins): JsonObject {
  if (Object.keys(pins).length === 0) return metadata;
  const loam = own(metadata, 'loam');
  const modules = { ...modulesIn(metadata), ...pins };
  return { ...metadata, loam: { ...(isJsonObject(loam) ? loam : {}), modules } };
}

function modulesIn(metadata: JsonObject): JsonObject {
  const loam = own(metadata, 'loam');
  const modules = isJsonObject(loam) ? own(loam, 'modules') : undefined;
  return isJsonObject(modules) ? modules : {};
}
