/**
 * What a notebook and its cells say beside their text, in the places where nbformat has it. What has no such
 * place stands under `loam`; what other programs wrote stays where it was.
 */
import { ipynbFacts, isOurLanguage, withFacts } from './cell-language';
import { isJsonObject, own } from './json-text';
import { smartFormIn } from './smart-form';
import type { Json, JsonObject, Notebook, NotebookCell } from './types';

const OURS = 'loam.notebook/1';
const KERNEL: JsonObject = { display_name: 'TypeScript', language: 'typescript', name: 'loam' };
const LANGUAGE: JsonObject = {
  name: 'typescript',
  file_extension: '.ts',
  mimetype: 'text/typescript',
};

/** A copy without some keys; one called `__proto__` is a key like another. */
function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function wordIn(object: Json | undefined, key: string): string | null {
  const word = isJsonObject(object) ? own(object, key) : undefined;
  return typeof word === 'string' && word !== '' ? word.toLowerCase() : null;
}

/** Null where the notebook does not say it. */
export function languageOf(metadata: JsonObject): string | null {
  const kernel = own(metadata, 'kernelspec');
  const named = wordIn(kernel, 'name');
  const language =
    wordIn(own(metadata, 'language_info'), 'name') ??
    wordIn(kernel, 'language') ??
    (named?.startsWith('python') ? 'python' : null);
  return language === 'ipython' ? 'python' : language;
}

/** What a code cell's language is unless its own `ipynb.language` says otherwise. */
function impliedLanguage(metadata: JsonObject, ofNotebook: string | null): string {
  return wordIn(own(metadata, 'vscode'), 'languageId') ?? ofNotebook ?? 'typescript';
}

export function writeNotebookMetadata({
  title,
  mode,
  metadata,
}: Omit<Notebook, 'cells'>): JsonObject {
  const added: string[] = [];
  const loam: JsonObject = { format: OURS, mode };
  const written = without(metadata, ['loam']);
  const add = (key: string, value: Json) => {
    written[key] = value;
    added.push(key);
  };
  const mine = own(metadata, 'loam');
  if (mine !== undefined) loam.own = mine;
  if (!Object.hasOwn(metadata, 'kernelspec') && !Object.hasOwn(metadata, 'language_info')) {
    add('kernelspec', KERNEL);
    add('language_info', LANGUAGE);
  }
  if (Object.hasOwn(metadata, 'title')) loam.title = title;
  else add('title', title);
  return { ...written, loam: { ...loam, added } };
}

export interface NotebookFacts extends Omit<Notebook, 'cells'> {
  /** Whether ours wrote the file, so that what stands under `loam` counts. */
  ours: boolean;
  language: string | null;
}

/** Whether what ours added is still as ours wrote it: another program may have chosen another kernel. */
function stillOurs(key: string, value: Json | undefined): boolean {
  if (key === 'kernelspec') return wordIn(value, 'name') === 'loam';
  if (key === 'language_info') return wordIn(value, 'name') === 'typescript';
  return key === 'title';
}

export function readNotebookMetadata(written: JsonObject): NotebookFacts {
  const language = languageOf(written);
  const title = own(written, 'title');
  const loam = own(written, 'loam');
  if (!isJsonObject(loam) || own(loam, 'format') !== OURS) {
    const known = typeof title === 'string';
    const metadata = known ? without(written, ['title']) : written;
    return { title: known ? title : '', mode: 'reactive', metadata, ours: false, language };
  }
  const listed = own(loam, 'added');
  const added = Array.isArray(listed) ? listed.filter((key) => typeof key === 'string') : [];
  const gone = added.filter((key) => stillOurs(key, own(written, key)));
  const metadata = without(written, [...gone, 'loam']);
  const mine = own(loam, 'own');
  if (mine !== undefined) metadata.loam = mine;
  const said = added.includes('title') ? title : own(loam, 'title');
  const mode = own(loam, 'mode') === 'lazy' ? 'lazy' : 'reactive';
  return { title: typeof said === 'string' ? said : '', mode, metadata, ours: true, language };
}

export interface WrittenCell {
  type: 'code' | 'markdown' | 'raw';
  metadata: JsonObject;
  attachments: JsonObject | null;
}

function hidden(metadata: JsonObject): boolean {
  const jupyter = own(metadata, 'jupyter');
  return isJsonObject(jupyter) && own(jupyter, 'source_hidden') === true;
}

/** @param language of the notebook */
export function writeCellMetadata(cell: NotebookCell, language: string | null): WrittenCell {
  const { kind, collapsed, smart } = cell;
  let metadata = without(cell.metadata, ['loam']);
  const facts = ipynbFacts(metadata);
  const raw = kind === 'markdown' && own(facts, 'raw') === true;
  const files = kind === 'markdown' ? own(facts, 'attachments') : undefined;
  const attachments = isJsonObject(files) ? files : null;
  const stays = without(facts, [...(raw ? ['raw'] : []), ...(attachments ? ['attachments'] : [])]);
  if (kind === 'code') {
    const implied = impliedLanguage(metadata, language);
    if (own(stays, 'language') === implied) delete stays.language;
    else if (!Object.hasOwn(stays, 'language') && !isOurLanguage(implied))
      stays.language = 'typescript';
  }
  const strange = own(metadata, 'ipynb');
  if (strange === undefined || isJsonObject(strange)) metadata = withFacts(metadata, stays);

  const loam: JsonObject = {};
  const mine = own(cell.metadata, 'loam');
  if (mine !== undefined) loam.own = mine;
  if (smart) loam.smart = { form: smart.form, values: smart.values };
  if (collapsed && !Object.hasOwn(metadata, 'jupyter')) {
    metadata.jupyter = { source_hidden: true };
    loam.added = ['jupyter'];
  } else if (collapsed !== hidden(metadata)) loam.collapsed = collapsed;
  if (Object.keys(loam).length > 0) metadata.loam = loam;
  return { type: raw ? 'raw' : kind, metadata, attachments };
}

/** What `writeCellMetadata` said, back. */
export function readCellMetadata(
  { type, metadata: written, attachments }: WrittenCell,
  { ours, language }: Pick<NotebookFacts, 'ours' | 'language'>,
): Pick<NotebookCell, 'kind' | 'collapsed' | 'smart' | 'metadata'> {
  const mine = own(written, 'loam');
  const loam = ours && isJsonObject(mine) ? mine : null;
  let metadata = loam ? without(written, ['loam']) : { ...written };
  const kept = loam && own(loam, 'own');
  if (kept !== undefined && kept !== null) metadata.loam = kept;
  else if (loam && Object.hasOwn(loam, 'own')) metadata.loam = null;

  const said = loam && own(loam, 'collapsed');
  const collapsed = typeof said === 'boolean' ? said : hidden(metadata);
  const added = loam && own(loam, 'added');
  const jupyter = own(metadata, 'jupyter');
  if (Array.isArray(added) && added.includes('jupyter') && isJsonObject(jupyter)) {
    const left = without(jupyter, ['source_hidden']);
    if (Object.keys(left).length > 0) metadata.jupyter = left;
    else delete metadata.jupyter;
  }

  const facts = { ...ipynbFacts(metadata) };
  if (type === 'raw') facts.raw = true;
  if (attachments) facts.attachments = attachments;
  if (type === 'code') {
    const own_ = wordIn(facts, 'language');
    const spoken = own_ ?? impliedLanguage(metadata, language);
    if (isOurLanguage(spoken)) delete facts.language;
    else if (own_ === null) facts.language = spoken;
  }
  const strange = own(metadata, 'ipynb');
  if (strange === undefined || isJsonObject(strange)) metadata = withFacts(metadata, facts);
  const smart = smartFormIn(loam && own(loam, 'smart'));
  return { kind: type === 'code' ? 'code' : 'markdown', collapsed, smart, metadata };
}
