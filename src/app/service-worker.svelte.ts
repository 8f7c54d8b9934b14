/**
 * The service worker that lets the app open offline. It never takes over by itself: a new version waits
 * until the person asks for it, so that no tab changes its code while it trains or holds unsaved work.
 */
export interface ServiceWorkerEffects {
  /** Null where service workers are not allowed (file:, plain http on another machine, private windows). */
  container: ServiceWorkerContainer | null;
  /** Address of the worker, beside index.html. */
  url: string;
  reload(): void;
  /** Runs what can wait until the page has had its time. */
  later(work: () => void): void;
}

/** Storing the whole app on the device must not slow down what a person came for. */
const PATIENCE_MS = 2500;

function defaultEffects(): ServiceWorkerEffects {
  const allowed = import.meta.env.PROD && 'serviceWorker' in navigator;
  return {
    container: allowed ? navigator.serviceWorker : null,
    url: new URL('sw.js', document.baseURI).href,
    reload: () => location.reload(),
    later: (work) => setTimeout(work, PATIENCE_MS),
  };
}

export class ServiceWorkerState {
  #waiting = $state.raw<ServiceWorker | null>(null);
  #offlineReady = $state.raw(false);
  readonly #effects: ServiceWorkerEffects;

  constructor(effects: ServiceWorkerEffects = defaultEffects()) {
    this.#effects = effects;
    effects.later(() => void this.#register());
  }

  /** A newer version is ready and waits for `update`. */
  get waiting(): boolean {
    return this.#waiting !== null;
  }

  /** Everything the app needs is on this device. */
  get offlineReady(): boolean {
    return this.#offlineReady;
  }

  /** Lets the waiting version take over and opens the page again with it. */
  update(): void {
    const { container, reload } = this.#effects;
    if (!container || !this.#waiting) return;
    container.addEventListener('controllerchange', reload, { once: true });
    this.#waiting.postMessage({ type: 'SKIP_WAITING' });
  }

  async #register(): Promise<void> {
    const { container, url } = this.#effects;
    if (!container) return;
    try {
      const registration = await container.register(url);
      this.#offer(registration);
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', () => this.#offer(registration));
      });
      await container.ready;
      this.#offlineReady = true;
    } catch {
      // Without a service worker the app works as before, only not offline.
    }
  }

  #offer(registration: ServiceWorkerRegistration): void {
    // A worker that waits while none is active is the first one, and will take over by itself.
    this.#waiting = registration.active ? registration.waiting : null;
  }
}
