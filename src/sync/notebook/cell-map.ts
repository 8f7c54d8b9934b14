/**
 * One cell in the document: `source` as Y.Text, and `pos`, `kind`, `collapsed`, `smart` and `metadata` as
 * plain values, the last two as JSON text, so that they are taken or left as a whole and come out exact.
 * A peer may have written anything: what is not of its type reads as if it were absent.
 */
import * as Y from 'yjs';
import { isCellId } from '../../core/notebook/cell-id';
import { parseJson, parseJsonObject, writeJson } from '../../core/notebook/json-text';
import { smartFormIn } from '../../core/notebook/smart-form';
import type { JsonObject, NotebookCell, SmartForm } from '../../core/notebook/types';
import { wellFormed } from './text-edits';

export type CellMap = Y.Map<unknown>;

export function smartText(smart: SmartForm | null): string | null {
  return smart && writeJson({ form: smart.form, values: smart.values });
}

export function metadataText(metadata: JsonObject): string {
  return writeJson(metadata);
}

/** To be put into a document. */
export function newCellMap(cell: NotebookCell, pos: string): CellMap {
  return new Y.Map<unknown>([
    ['source', new Y.Text(wellFormed(cell.source))],
    ['pos', pos],
    ['kind', cell.kind],
    ['collapsed', cell.collapsed],
    ['smart', smartText(cell.smart)],
    ['metadata', metadataText(cell.metadata)],
  ]);
}

/** The live text of what is a cell; null for everything else that stands among the cells. */
export function textOf(id: string, value: unknown): Y.Text | null {
  if (!isCellId(id) || !(value instanceof Y.Map)) return null;
  const source: unknown = value.get('source');
  return source instanceof Y.Text && !(source instanceof Y.XmlText) ? source : null;
}

export function posOf(map: CellMap): string {
  const pos = map.get('pos');
  return typeof pos === 'string' ? pos : '';
}

/** The text of one that is a cell. */
export function sourceOf(map: CellMap): string {
  return (map.get('source') as Y.Text).toString();
}

export function readCell(id: string, map: CellMap): NotebookCell {
  const smart = map.get('smart');
  return {
    id,
    kind: map.get('kind') === 'markdown' ? 'markdown' : 'code',
    source: sourceOf(map),
    collapsed: map.get('collapsed') === true,
    smart: smartFormIn(typeof smart === 'string' ? parseJson(smart) : null),
    metadata: parseJsonObject(map.get('metadata')) ?? {},
  };
}
