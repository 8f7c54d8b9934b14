/** What a cell that came from an `.ipynb` was there: kept in its metadata under `ipynb`. */
import { isJsonObject, own } from './json-text';
import type { JsonObject, NotebookCell } from './types';

/** `raw`: a raw cell, shown as text. `attachments`: files within a text cell. Whatever else is there stays. */
export function ipynbFacts(metadata: JsonObject): JsonObject {
  const facts = own(metadata, 'ipynb');
  return isJsonObject(facts) ? facts : {};
}

/** The same metadata with other facts; without the key where there are none. */
export function withFacts(metadata: JsonObject, facts: JsonObject): JsonObject {
  const { ipynb: _, ...rest } = metadata;
  return Object.keys(facts).length > 0 ? { ...rest, ipynb: facts } : rest;
}

/** Lower case, e.g. `python`. A code cell in another language than `typescript` is shown and never run. */
export function cellLanguage(cell: Pick<NotebookCell, 'metadata'>): string {
  const language = own(ipynbFacts(cell.metadata), 'language');
  return typeof language === 'string' ? language : 'typescript';
}

/** Whether ours runs it. */
export function isOurLanguage(language: string): boolean {
  return language === 'typescript' || language === 'javascript';
}
