/** A network while a person edits it: the list of layers with its history, and the word to who keeps it. */
import {
  editLayers,
  redoLayers,
  specsOf,
  startLayers,
  undoLayers,
  type KeyedLayer,
  type LayerEdit,
  type LayerHistory,
} from '../core/network/layer-edits';
import type { LayerSpec } from '../core/network/types';

export interface Layers {
  /** Shape of one row; null: all inputs, one after another. */
  input: number[] | null;
  layers: LayerSpec[];
}

export class LayerDraft {
  #history: LayerHistory = $state.raw(startLayers(null, []));

  constructor(
    start: Layers,
    /** Told of every change, undone ones too; not of the start. */
    private readonly onchange: (layers: Layers) => void,
  ) {
    this.#history = startLayers(start.input, start.layers);
  }

  get input(): number[] | null {
    return this.#history.now.input;
  }
  get layers(): readonly KeyedLayer[] {
    return this.#history.now.layers;
  }
  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }
  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }

  edit(edit: LayerEdit): void {
    this.#become(editLayers(this.#history, edit));
  }

  undo(): void {
    this.#become(undoLayers(this.#history));
  }

  redo(): void {
    this.#become(redoLayers(this.#history));
  }

  #become(history: LayerHistory): void {
    if (history === this.#history) return;
    this.#history = history;
    this.onchange({ input: history.now.input, layers: specsOf(history.now) });
  }
}
