/** The first entry of a `.loam`: what the rest must add up to. */
import { LoamError } from '../../core/errors';
import type { Digest } from '../../core/hash/digest';
import { canonicalBytes } from '../../core/json/canonical';
import type { LogEntry } from '../../core/log/types';
import { damaged } from './archive-errors';

export const WORKSPACE_JSON = 'workspace.json';
export const LOG_JSONL = 'log.jsonl';

interface Summary {
  /** The last that the log gives. */
  name: string;
  entries: number;
  /** Id of the last entry. */
  head: Digest | null;
  objects: number;
  /** Of all objects. */
  bytes: number;
}

/** Version 2 exactly where there are documents, so that there is one file for each content. */
export type WorkspaceSummary =
  | (Summary & { format: 'loam.workspace/1' })
  | (Summary & {
      format: 'loam.workspace/2';
      documents: number;
      /** Of all documents. */
      updates: number;
    });

export function objectPath(digest: Digest): string {
  return `objects/${digest.slice(0, 2)}/${digest}`;
}

const OBJECT_PATH = /^objects\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/;

/** Null for every name that is not an object's. */
export function digestInPath(path: string): Digest | null {
  return OBJECT_PATH.exec(path)?.[2] ?? null;
}

export function documentPath(id: string, place: number): string {
  return `documents/${id}/${place}`;
}

const DOCUMENT_PATH = /^documents\/([A-Za-z0-9_-]{1,64})\/([1-9]\d{0,9})$/;

/** Which update of which document, from 1; null for every other name. */
export function documentInPath(path: string): { id: string; place: number } | null {
  const found = DOCUMENT_PATH.exec(path);
  return found && { id: found[1]!, place: Number(found[2]) };
}

export function summarise(
  entries: readonly LogEntry[],
  objects: { count: number; bytes: number },
  documents: { count: number; updates: number } = { count: 0, updates: 0 },
): WorkspaceSummary {
  let name = 'Workspace';
  for (const { op } of entries) if (op.type === 'workspace-named') name = op.name;
  const summary = {
    name,
    entries: entries.length,
    head: entries.at(-1)?.id ?? null,
    objects: objects.count,
    bytes: objects.bytes,
  };
  if (documents.count === 0) return { format: 'loam.workspace/1', ...summary };
  const { count, updates } = documents;
  return { format: 'loam.workspace/2', ...summary, documents: count, updates };
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
  if (version !== '1' && version !== '2')
    throw new LoamError('newer-data', { format: `loam.workspace/${version}` });
}

/** Whether `bytes` are the one way to write this summary. */
export function isSummary(bytes: Uint8Array, summary: WorkspaceSummary): boolean {
  const right = canonicalBytes(summary);
  return bytes.length === right.length && bytes.every((byte, i) => byte === right[i]);
}
