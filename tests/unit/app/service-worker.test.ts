import { describe, expect, it } from 'vitest';
import {
  ServiceWorkerState,
  type ServiceWorkerEffects,
} from '../../../src/app/service-worker.svelte';

/** A registration whose states the test moves by hand. */
function fakeContainer(given: { active: boolean; waiting: boolean }) {
  const messages: unknown[] = [];
  const worker = Object.assign(new EventTarget(), {
    postMessage: (message: unknown) => messages.push(message),
  });
  const registration = Object.assign(new EventTarget(), {
    active: given.active ? {} : null,
    waiting: given.waiting ? worker : null,
    installing: worker as unknown,
  });
  const container = Object.assign(new EventTarget(), {
    register: () => Promise.resolve(registration),
    ready: Promise.resolve(registration),
  });
  return {
    container: container as unknown as ServiceWorkerContainer,
    registration,
    worker,
    messages,
  };
}

function state(container: ServiceWorkerContainer | null) {
  let reloads = 0;
  const effects: ServiceWorkerEffects = {
    container,
    url: '/sw.js',
    reload: () => void reloads++,
    later: (work) => work(),
  };
  return { updates: new ServiceWorkerState(effects), reloads: () => reloads };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the state of the service worker', () => {
  it('is silent where service workers are not allowed', async () => {
    const { updates } = state(null);
    await soon();
    updates.update();
    expect([updates.waiting, updates.offlineReady]).toEqual([false, false]);
  });

  it('does not offer the first version as an update', async () => {
    const { container } = fakeContainer({ active: false, waiting: true });
    const { updates } = state(container);
    await soon();
    expect([updates.waiting, updates.offlineReady]).toEqual([false, true]);
  });

  it('offers a version that was waiting already, and one that arrives later', async () => {
    const early = state(fakeContainer({ active: true, waiting: true }).container);
    await soon();
    expect(early.updates.waiting).toBe(true);

    const { container, registration, worker } = fakeContainer({ active: true, waiting: false });
    const late = state(container);
    await soon();
    expect(late.updates.waiting).toBe(false);
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = worker;
    worker.dispatchEvent(new Event('statechange'));
    expect(late.updates.waiting).toBe(true);
  });

  it('lets the version in only when asked, and opens the page again once it rules', async () => {
    const { container, messages } = fakeContainer({ active: true, waiting: true });
    const { updates, reloads } = state(container);
    await soon();
    expect(messages).toEqual([]);
    updates.update();
    expect(messages).toEqual([{ type: 'SKIP_WAITING' }]);
    expect(reloads()).toBe(0);
    container.dispatchEvent(new Event('controllerchange'));
    expect(reloads()).toBe(1);
  });

  it('stays silent when the registration fails', async () => {
    const broken = { register: () => Promise.reject(new Error('no')) };
    const { updates } = state(broken as unknown as ServiceWorkerContainer);
    await soon();
    expect([updates.waiting, updates.offlineReady]).toEqual([false, false]);
  });
});
