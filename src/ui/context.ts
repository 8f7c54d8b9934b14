/** What every screen may ask for, handed down by App once and typed here. */
import { getContext, setContext } from 'svelte';
import type { Loam } from '../app/loam.svelte';
import type { ServiceWorkerState } from '../app/service-worker.svelte';
import type { Toasts } from './components/toasts.svelte';
import type { Router } from './router.svelte';

export interface AppContext {
  loam: Loam;
  router: Router;
  toasts: Toasts;
  updates: ServiceWorkerState;
  openPalette(): void;
}

const KEY = Symbol('app');

export function provideApp(context: AppContext): void {
  setContext(KEY, context);
}

export function useApp(): AppContext {
  return getContext(KEY);
}
