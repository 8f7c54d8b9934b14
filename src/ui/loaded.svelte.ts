/** Something a screen loads once: loading, here, or failed with words for the person. */
import { toLoamError, type LoamError } from '../core/errors';

export class Loaded<T> {
  #value = $state.raw<T | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #loading = $state.raw(true);

  constructor(load: () => Promise<T>) {
    load().then(
      (value) => {
        this.#value = value;
        this.#loading = false;
      },
      (error: unknown) => {
        this.#error = toLoamError(error);
        this.#loading = false;
      },
    );
  }

  get value(): T | null {
    return this.#value;
  }
  get error(): LoamError | null {
    return this.#error;
  }
  get loading(): boolean {
    return this.#loading;
  }
}
