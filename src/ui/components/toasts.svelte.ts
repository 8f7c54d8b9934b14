import { createContext } from 'svelte';
import type { Tone } from './tone';

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  action?: { label: string; run: () => void };
}

export interface ToastsEffects {
  /** Returns what cancels it. */
  after: (milliseconds: number, run: () => void) => () => void;
}

const defaultEffects: ToastsEffects = {
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** How long a toast stays, in milliseconds; with an action or bad news it stays until dismissed. */
const STAY = 6000;
/** More than this would cover the page: the oldest goes. */
const MOST = 4;

/** Short messages that confirm what was done. Anything that must be read is an `ErrorNote` in its place instead. */
export class Toasts {
  #shown = $state.raw<readonly Toast[]>([]);
  #last = 0;
  #timers = new Map<number, () => void>();

  constructor(private readonly effects: ToastsEffects = defaultEffects) {}

  get shown(): readonly Toast[] {
    return this.#shown;
  }

  /** Returns the toast's id, for `dismiss`. */
  show(toast: { tone?: Tone; text: string; action?: Toast['action'] }): number {
    const id = ++this.#last;
    const tone = toast.tone ?? 'plain';
    this.#shown = [...this.#shown, { ...toast, tone, id }];
    while (this.#shown.length > MOST) this.dismiss(this.#shown[0]!.id);
    if (!toast.action && tone !== 'bad') this.resume(id);
    return id;
  }

  dismiss(id: number): void {
    this.hold(id);
    this.#shown = this.#shown.filter((toast) => toast.id !== id);
  }

  /** Keeps it while it is pointed at. */
  hold(id: number): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }

  /** Lets its time run again; one that stays until dismissed is left alone. */
  resume(id: number): void {
    const toast = this.#shown.find((each) => each.id === id);
    if (!toast || toast.action || toast.tone === 'bad') return;
    this.hold(id);
    this.#timers.set(
      id,
      this.effects.after(STAY, () => this.dismiss(id)),
    );
  }
}

/** Set once where the app is made; read by screens. */
export const [getToasts, setToasts] = createContext<Toasts>();
