/**
 * What one exported notebook carries, as plain data: nothing of it is markup to be parsed, and none of it is code,
 * except the compiled cells that inputs run again.
 */
import type { Digest, Link } from '../../core/hash/digest';
import type { MarkupNode } from '../../core/markup/markup-tree';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';

/** A value as far as it had been looked into. */
export type PageValue =
  | { type: 'leaf'; of: string; text: string; more: number }
  | { type: 'tree'; of: string; size: number; entries: PageEntry[] };

export interface PageEntry {
  key: string;
  value: PageValue;
}

/** NaN and infinities stand as their names. */
export type PageCell = string | number | boolean | null;

export interface PageTable {
  columns: { name: string; type: 'number' | 'text' | 'boolean' | 'datetime' }[];
  /** The first of them, all where as many as `total`. */
  rows: PageCell[][];
  total: number;
}

export type PageControl =
  | { type: 'slider'; label: string; min: number; max: number; step: number; value: number }
  | {
      type: 'number';
      label: string;
      min: number | null;
      max: number | null;
      step: number | null;
      value: number;
    }
  | { type: 'select'; label: string; options: string[]; value: string }
  | { type: 'text'; label: string; placeholder: string; value: string }
  | { type: 'checkbox'; label: string; value: boolean };

export type ControlSetting = PageControl['value'];

export interface PageCurve {
  label: string;
  values: (number | null)[];
}

export interface PageChart {
  title: string;
  /** What stands on the x axis: epoch, tree. */
  step: string;
  curves: PageCurve[];
}

export type PageOutput =
  | { type: 'value'; value: PageValue }
  | { type: 'table'; table: PageTable }
  /** A table whose rows the person kept back. */
  | { type: 'kept-back'; columns: number; rows: number }
  | { type: 'markup'; nodes: MarkupNode[] }
  | { type: 'image'; mime: string; base64: string }
  /** `index`: which `input` call of the cell; `control` is null for one that is a text only. */
  | { type: 'control'; index: number; control: PageControl }
  | { type: 'setting'; label: string; value: string }
  | { type: 'run'; name: string; model: string; charts: PageChart[] }
  /** Something that waited for a press when the page was made. */
  | { type: 'press'; label: string };

export interface PageFailure {
  name: string;
  message: string;
}

export type PageBlock =
  | { type: 'text'; nodes: MarkupNode[] }
  | {
      type: 'result';
      cell: string;
      outputs: PageOutput[];
      failure: PageFailure | null;
      /** Something that it depends on has changed since. */
      isOld: boolean;
    };

/** A cell that inputs run again: as kernel/analysis compiled it, and what its inputs were set to. */
export interface LiveCell {
  cell: string;
  body: string;
  uses: string[];
  declares: string[];
  /** By index of the `input` call. */
  settings: Record<string, ControlSetting>;
}

export interface LivePart {
  /** Each after those that it reads from. */
  cells: LiveCell[];
  /** Those whose inputs can be moved. */
  controls: string[];
  /** Texts that the cage evaluates. */
  code: { runtime: string; plot: string | null };
}

/** A saved model that live cells ask. */
export interface PageModel {
  /** How cells name it: `churn`, `churn@2`. */
  refs: string[];
  id: string;
  name: string;
  version: number;
  note: string;
  link: Link;
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  /** The safetensors object; null for a baseline. */
  weights: Uint8Array | null;
}

export interface NotebookPageInput {
  /** The compiled template: the live one where `live` is not null. */
  template: string;
  title: string;
  blocks: PageBlock[];
  live: LivePart | null;
  models: PageModel[];
}

/** A model inside the page: its objects by link, under `objects` of the envelope. */
export interface ModelEntry extends Pick<PageModel, 'refs' | 'id' | 'name' | 'version' | 'note'> {
  manifest: Link;
  golden: Link;
}

export interface NotebookEnvelope {
  format: 'loam.notebook-page/1';
  /** Digest of the template's text. */
  template: Digest;
  title: string;
  blocks: PageBlock[];
  live: LivePart | null;
  models: ModelEntry[];
  objects: Record<Digest, string>;
}
