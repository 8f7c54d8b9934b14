/** Modules for the gallery: one pinned to what is newest, one to an earlier version. */
import type {
  AddedModule,
  ModulesOfNotebook,
  ModuleView,
} from '../../../app/notebook/modules/types';

const STATS: ModuleView = {
  name: 'stats',
  bytes: 2_140,
  exports: ['mean', 'median', 'quantile'],
  version: 3,
  pinned: { version: 2, newest: false, here: true },
  approved: true,
  used: true,
};
const COLOURS: ModuleView = {
  name: 'colours',
  bytes: 480,
  exports: ['default'],
  version: 1,
  pinned: null,
  approved: true,
  used: false,
};

export class SampleModules implements ModulesOfNotebook {
  #list = $state.raw<readonly ModuleView[]>([COLOURS, STATS]);

  get list() {
    return this.#list;
  }
  add(file: File): Promise<AddedModule> {
    const name = file.name.replace(/\.[^.]+$/, '');
    this.#list = [...this.#list, { ...COLOURS, name, bytes: file.size }];
    return Promise.resolve({ name, version: 1, exports: COLOURS.exports, fresh: true });
  }
  useNewest(name: string) {
    this.#change(name, (view) => ({
      ...view,
      pinned: { version: view.version, newest: true, here: true },
    }));
  }
  code(): Promise<string> {
    return Promise.resolve(
      'export const mean = (list) => list.reduce((a, b) => a + b) / list.length;\n',
    );
  }
  approve(name: string): Promise<void> {
    this.#change(name, (view) => ({ ...view, approved: true }));
    return Promise.resolve();
  }
  remove(name: string): Promise<void> {
    this.#list = this.#list.filter((view) => view.name !== name);
    return Promise.resolve();
  }

  #change(name: string, change: (view: ModuleView) => ModuleView) {
    this.#list = this.#list.map((view) => (view.name === name ? change(view) : view));
  }
}
