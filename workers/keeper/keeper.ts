/** Whole-workspace work, away from the page. */
import {
  openWorkspace,
  packWorkspace,
  unpackWorkspace,
  type StorageEffects,
} from '../../src/storage';
import type { KeeperApi } from '../contract';

export class Keeper implements KeeperApi {
  readonly #effects: Partial<StorageEffects>;

  constructor(effects: Partial<StorageEffects> = {}) {
    this.#effects = effects;
  }

  pack: KeeperApi['pack'] = async ({ workspace }, context) => {
    const store = await openWorkspace(workspace, this.#effects);
    try {
      return await packWorkspace(store, context);
    } finally {
      store.close();
    }
  };

  unpack: KeeperApi['unpack'] = ({ file }, context) =>
    unpackWorkspace(file, context, this.#effects);

  fsck: KeeperApi['fsck'] = async ({ workspace, repair }, context) => {
    const store = await openWorkspace(workspace, this.#effects);
    try {
      return await store.fsck({ repair, signal: context.signal, progress: context.progress });
    } finally {
      store.close();
    }
  };
}
