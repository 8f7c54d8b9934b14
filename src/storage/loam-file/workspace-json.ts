/** The first entry of a `.loam`: what the rest must add up to. */
import { LoamError } from '../../core/errors';
import type { Digest } from '../../core/hash/digest';
import { canonicalBytes } from '../../core/json/canonical';
import type { LogEntry } from '../../core/log/types';
import { damaged } from './archive-errors';

export const WORKSPACE_JSON = 'workspace.json';
export const LOG_JSONL = 'log.jsonl';

export interface WorkspaceSummary {
  format: 'loam.workspace/1';
  /** The last that the log gives. */
  name: string;
  entries: number;
  /** Id of the last entry. */
  head: Digest | null;
  objects: number;
  /** Of all objects. */
  bytes: number;
}

export function objectPath(digest: Digest): string {
  return `objects/${digest.slice(0, 2)}/${digest}`;
}

const OBJECT_PATH = /^objects\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/;

/** Null for every name that is not an object's. */
export function digestInPath(path: string): Digest | null {
  return OBJECT_PATH.exec(path)?.[2] ?? null;
}

export function summarise(
  entries: readonly LogEntry[],
  objects: { count: number; bytes: number },
): WorkspaceSummary {
  let name = 'Workspace';
  for (const { op } of entries) if (op.type === 'workspace-named') name = op.name;
  return {
    format: 'loam.workspace/1',
    name,
    entries: entries.length,
    head: entries.at(-1)?.id ?? null,
    objects: objects.count,
    bytes: objects.bytes,
  };
}

/** @throws LoamError `newer-data`, `archive-damaged` */
export function readFormat(bytes: Uint8Array): void {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw damaged('workspace.json is not JSON');
  }
  const format = (value as { format?: unknown } | null)?.format;
  const version =
    typeof format === 'string' ? /^loam\.workspace\/([1-9]\d*)$/.exec(format)?.[1] : undefined;
  if (version === undefined) throw new LoamError('archive-not-loam');
  if (version !== '1') throw new LoamError('newer-data', { format: `loam.workspace/${version}` });
}

/** Whether `bytes` are the one way to write this summary. */
export function isSummary(bytes: Uint8Array, summary: WorkspaceSummary): boolean {
  const right = canonicalBytes(summary);
  return bytes.length === right.length && bytes.every((byte, i) => byte === right[i]);
}
