/** The line that starts a cell: `// %% id=k3f [markdown] {"collapsed":true}`. */
import { isCellId } from './cell-id';
import { isJsonObject, own, parseJson, parseJsonObject, writeJson } from './json-text';
import { smartFormIn } from './smart-form';
import type { CellKind, JsonObject, NotebookCell, SmartForm } from './types';

export interface Marker {
  /** Null where it gives none. */
  id: string | null;
  kind: CellKind;
  collapsed: boolean;
  smart: SmartForm | null;
  metadata: JsonObject;
  /** Of a text that lines cannot hold. */
  source: string | null;
  /** What could not be read, in whole sentences. */
  problems: string[];
}

/** @param source the cell's text where it is to stand on this line */
export function writeMarker(cell: NotebookCell, source: string | null): string {
  const fields: JsonObject = {};
  if (cell.collapsed) fields.collapsed = true;
  if (cell.smart) fields.smart = { form: cell.smart.form, values: cell.smart.values };
  if (Object.keys(cell.metadata).length > 0) fields.metadata = cell.metadata;
  if (source !== null) fields.source = source;
  const parts = ['// %%'];
  if (isCellId(cell.id)) parts.push(`id=${cell.id}`);
  if (cell.kind === 'markdown') parts.push('[markdown]');
  if (Object.keys(fields).length > 0) parts.push(writeJson(fields));
  return parts.join(' ');
}

const OURS = /^id=([A-Za-z0-9_-]{1,64})( \[markdown\])?(?: (\{.*\}))?$/;
const KIND = /(?:^|\s)\[(markdown|md|raw|code)\](?=\s|$)/;
const PAIR = /(?:^|\s)([A-Za-z_][\w.-]{0,63})=("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^\s"[\]]+)$/;
/** Of a line of another program; what is longer is a title as a whole. */
const LONGEST_FOREIGN = 600;

function empty(): Marker {
  return {
    id: null,
    kind: 'code',
    collapsed: false,
    smart: null,
    metadata: {},
    source: null,
    problems: [],
  };
}

function readFields(marker: Marker, fields: JsonObject): void {
  const smart = own(fields, 'smart');
  const metadata = own(fields, 'metadata');
  const source = own(fields, 'source');
  marker.collapsed = own(fields, 'collapsed') === true;
  marker.smart = smartFormIn(smart);
  if (smart !== undefined && !marker.smart)
    marker.problems.push('The form of this cell is not readable.');
  if (isJsonObject(metadata)) marker.metadata = metadata;
  if (typeof source === 'string') marker.source = source;
}

/** As jupytext and editors write it: a title, a kind in brackets, `key=value` pairs. */
function readForeign(rest: string): Marker {
  const marker = empty();
  let left = rest;
  const kind = KIND.exec(left);
  if (kind) {
    left = `${left.slice(0, kind.index)} ${left.slice(kind.index + kind[0].length)}`.trim();
    if (kind[1] !== 'code') marker.kind = 'markdown';
    if (kind[1] === 'raw') marker.metadata.ipynb = { raw: true };
  }
  const brace = left.search(/(?:^|\s)\{/);
  const fields = brace < 0 ? null : parseJsonObject(left.slice(brace));
  if (fields) {
    readFields(marker, fields);
    left = left.slice(0, brace).trim();
  }
  for (let pair = PAIR.exec(left); pair; pair = PAIR.exec(left)) {
    const [whole, key, written] = pair as unknown as [string, string, string];
    const value = parseJson(written) ?? written;
    if (key === 'id' && isCellId(String(value))) marker.id = String(value);
    else Object.defineProperty(marker.metadata, key, { value, ...PLAIN });
    left = left.slice(0, left.length - whole.length).trimEnd();
  }
  if (left !== '') marker.metadata.title = left;
  return marker;
}

/** So that a key called `__proto__` is a key. */
const PLAIN = { enumerable: true, writable: true, configurable: true };

/** @param rest what follows the `%%` */
export function readMarker(rest: string): Marker {
  const ours = OURS.exec(rest);
  if (ours) {
    const marker = empty();
    const [, id, markdown, json] = ours;
    marker.id = id!;
    if (markdown) marker.kind = 'markdown';
    if (json === undefined) return marker;
    const fields = parseJsonObject(json);
    if (fields) readFields(marker, fields);
    else marker.problems.push('What follows the id of this cell is not JSON, and was left out.');
    return marker;
  }
  if (rest.length <= LONGEST_FOREIGN) return readForeign(rest);
  return { ...empty(), metadata: { title: rest } };
}
