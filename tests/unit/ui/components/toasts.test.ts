import { expect, test } from 'vitest';
import { Toasts } from '../../../../src/ui/components/toasts.svelte';

/** Waiting that ends when the test says so. */
function heldTime() {
  const waiting = new Set<() => void>();
  return {
    after(_: number, run: () => void) {
      waiting.add(run);
      return () => waiting.delete(run);
    },
    pass() {
      for (const run of [...waiting]) run();
      waiting.clear();
    },
  };
}

const texts = (toasts: Toasts) => toasts.shown.map(({ text }) => text);

test('a toast goes when its time is over', () => {
  const time = heldTime();
  const toasts = new Toasts(time);
  toasts.show({ tone: 'ok', text: 'Saved.' });
  expect(texts(toasts)).toEqual(['Saved.']);
  time.pass();
  expect(texts(toasts)).toEqual([]);
});

test('bad news and what offers an action stay until dismissed', () => {
  const time = heldTime();
  const toasts = new Toasts(time);
  const bad = toasts.show({ tone: 'bad', text: 'Failed.' });
  toasts.show({ text: 'Removed.', action: { label: 'Undo', run: () => undefined } });
  time.pass();
  expect(texts(toasts)).toEqual(['Failed.', 'Removed.']);
  toasts.dismiss(bad);
  expect(texts(toasts)).toEqual(['Removed.']);
});

test('a toast that is pointed at stays until it no longer is', () => {
  const time = heldTime();
  const toasts = new Toasts(time);
  const id = toasts.show({ text: 'Saved.' });
  toasts.hold(id);
  time.pass();
  expect(texts(toasts)).toEqual(['Saved.']);
  toasts.resume(id);
  time.pass();
  expect(texts(toasts)).toEqual([]);
});

test('at most four are shown, the newest', () => {
  const toasts = new Toasts(heldTime());
  for (const text of ['1', '2', '3', '4', '5']) toasts.show({ tone: 'bad', text });
  expect(texts(toasts)).toEqual(['2', '3', '4', '5']);
});

test('every toast has a number of its own', () => {
  const toasts = new Toasts(heldTime());
  const first = toasts.show({ text: 'Saved.' });
  toasts.dismiss(first);
  expect(toasts.show({ text: 'Saved.' })).not.toBe(first);
});
