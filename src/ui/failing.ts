/** Runs an action of a person; whatever goes wrong is said on screen, never only in the console. */
import { isLoamError, toLoamError } from '../core/errors';
import { explain } from '../core/messages';
import type { Toasts } from './components/toasts.svelte';

/** Answers null where the action failed or was cancelled. */
export async function failing<T>(toasts: Toasts, action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    const known = toLoamError(error);
    if (isLoamError(known, 'cancelled')) return null;
    const { what, kept, todo } = explain(known);
    toasts.show({ tone: 'bad', text: `${what} ${kept} ${todo}` });
    return null;
  }
}
