/**
 * A list of layers under a person's hands: every change is an edit, and every edit can be undone. Layers
 * carry a key that stays theirs wherever they move. Nothing here asks whether the layers fit.
 */
import { newLayer, type LayerKind } from './new-layer';
import type { LayerSpec } from './types';

export interface KeyedLayer {
  key: number;
  spec: LayerSpec;
}

export interface LayerList {
  /** Shape of one row; null: all inputs, one after another. */
  input: number[] | null;
  layers: readonly KeyedLayer[];
}

export type LayerEdit =
  /** At the end. */
  | { type: 'add'; kind: LayerKind }
  | { type: 'remove'; key: number }
  /** To the place that is `to` from 0 once it has moved; places outside the list are its ends. */
  | { type: 'move'; key: number; to: number }
  /** A copy right after it. */
  | { type: 'duplicate'; key: number }
  /** `field` names what one types into: edits of one field in a row are undone together. */
  | { type: 'set'; key: number; field: string; spec: LayerSpec }
  | { type: 'shape'; input: number[] | null }
  /** Another network in place of this one. */
  | { type: 'replace'; input: number[] | null; layers: readonly LayerSpec[] };

export interface LayerHistory {
  now: LayerList;
  /** Oldest first. */
  past: readonly LayerList[];
  /** What was undone, the next to do again last. */
  future: readonly LayerList[];
  /** The key that the next new layer gets. */
  nextKey: number;
  /** What the last edit was typed into; null after any other edit. */
  typedInto: string | null;
}

/** Edits that can be undone; older ones are forgotten. */
const MOST_STEPS = 200;

export function startLayers(input: number[] | null, layers: readonly LayerSpec[]): LayerHistory {
  const now = { input, layers: keyed(layers, 0) };
  return { now, past: [], future: [], nextKey: layers.length, typedInto: null };
}

/** An edit that changes nothing (an unknown key, a move to where it is) leaves no step to undo. */
export function editLayers(history: LayerHistory, edit: LayerEdit): LayerHistory {
  const { now, past, nextKey, typedInto } = history;
  const next = edited(now, edit, nextKey);
  if (next === now) return history;
  const field = fieldOf(edit);
  const goesOn = field !== null && field === typedInto;
  return {
    now: next,
    past: goesOn ? past : [...past, now].slice(-MOST_STEPS),
    future: [],
    nextKey: Math.max(nextKey, ...next.layers.map(({ key }) => key + 1)),
    typedInto: field,
  };
}

export function undoLayers(history: LayerHistory): LayerHistory {
  const { now, past, future } = history;
  const before = past.at(-1);
  if (!before) return history;
  return {
    ...history,
    now: before,
    past: past.slice(0, -1),
    future: [...future, now],
    typedInto: null,
  };
}

export function redoLayers(history: LayerHistory): LayerHistory {
  const { now, past, future } = history;
  const after = future.at(-1);
  if (!after) return history;
  return {
    ...history,
    now: after,
    past: [...past, now],
    future: future.slice(0, -1),
    typedInto: null,
  };
}

export function specsOf({ layers }: LayerList): LayerSpec[] {
  return layers.map(({ spec }) => spec);
}

function keyed(layers: readonly LayerSpec[], from: number): KeyedLayer[] {
  return layers.map((spec, i) => ({ key: from + i, spec }));
}

function fieldOf(edit: LayerEdit): string | null {
  if (edit.type === 'set') return `${edit.key} ${edit.field}`;
  return edit.type === 'shape' ? 'shape' : null;
}

function edited(list: LayerList, edit: LayerEdit, nextKey: number): LayerList {
  const { input, layers } = list;
  switch (edit.type) {
    case 'add':
      return { input, layers: [...layers, { key: nextKey, spec: newLayer(edit.kind) }] };
    case 'shape':
      return { input: edit.input, layers };
    case 'replace':
      return { input: edit.input, layers: keyed(edit.layers, nextKey) };
    default:
  }
  const at = layers.findIndex(({ key }) => key === edit.key);
  const layer = layers[at];
  if (!layer) return list;
  switch (edit.type) {
    case 'remove':
      return { input, layers: layers.toSpliced(at, 1) };
    case 'duplicate':
      return { input, layers: layers.toSpliced(at + 1, 0, { key: nextKey, spec: layer.spec }) };
    case 'set':
      return { input, layers: layers.with(at, { key: edit.key, spec: edit.spec }) };
    case 'move': {
      const to = Math.min(Math.max(edit.to, 0), layers.length - 1);
      return to === at ? list : { input, layers: layers.toSpliced(at, 1).toSpliced(to, 0, layer) };
    }
    default:
      throw edit satisfies never;
  }
}
