import type { LocalSettings } from '../../src/storage';

/** A device's own settings, in memory, as clones. */
export function memoryLocal(): LocalSettings {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string) => Promise.resolve(structuredClone(values.get(key)) as T | undefined),
    set(key, value) {
      if (value === undefined) values.delete(key);
      else values.set(key, structuredClone(value));
      return Promise.resolve();
    },
    update<T>(key: string, change: (value: T | undefined) => T) {
      const known = structuredClone(values.get(key)) as T | undefined;
      values.set(key, structuredClone(change(known)));
      return Promise.resolve();
    },
  };
}
