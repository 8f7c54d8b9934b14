import { expect, test } from 'vitest';
import { storageFooter } from '../../../src/ui/storage-footer';

const GB = 1e9;

test('nothing is warned of before anything was saved', () => {
  expect(storageFooter({ used: 1e5, quota: 10 * GB, persisted: false }, false)).toMatchObject({
    tone: 'ok',
    text: 'on this device',
  });
});

test('once something was saved, a browser that may clear it is named', () => {
  expect(storageFooter({ used: 5e6, quota: 10 * GB, persisted: false }, true)).toEqual({
    usedText: '5\u00a0MB of 10\u00a0GB',
    share: 0.0005,
    tone: 'warn',
    text: 'the browser may clear it; keep a .loam copy',
  });
});

test('a browser that promised to keep it is believed', () => {
  expect(storageFooter({ used: 5e6, quota: 10 * GB, persisted: true }, true)).toMatchObject({
    tone: 'ok',
    text: 'kept until you delete it',
  });
});

test('a store that is nearly full is warned of, promised or not', () => {
  expect(storageFooter({ used: 9 * GB, quota: 10 * GB, persisted: true }, false)).toMatchObject({
    tone: 'warn',
    share: 0.9,
  });
});

test('a browser that says nothing is not doubted', () => {
  expect(storageFooter({ used: null, quota: null, persisted: null }, true)).toEqual({
    usedText: 'Kept on this device',
    share: 0,
    tone: 'ok',
    text: 'on this device',
  });
});
