/** The larger scripts that come after the runtime, when a cell first needs one, and the modules of the workspace. */
import type { Knowing } from './show';
import {
  NativeFunction,
  own,
  safeMap,
  settle,
  NativeError,
  NativePromise,
  hasOwn,
} from './primordials';

interface Loaded {
  plot?: { plot: unknown; elementOf: Knowing['elementOf'] };
  arquero?: {
    aq: { table(columns: Record<string, unknown[]>): unknown };
    tableOf: Knowing['tableOf'];
  };
  tf?: { loaded(): Promise<unknown> };
}

export class Libraries implements Knowing {
  readonly #loaded: Loaded = {};

  get plot(): unknown {
    return this.#loaded.plot?.plot;
  }
  get aq(): unknown {
    return this.#loaded.arquero?.aq;
  }
  get tf(): unknown {
    return this.#loaded.tf;
  }

  elementOf(value: object): ReturnType<Knowing['elementOf']> {
    return this.#loaded.plot?.elementOf(value) ?? null;
  }

  tableOf(value: object): ReturnType<Knowing['tableOf']> {
    return this.#loaded.arquero?.tableOf(value) ?? null;
  }

  /** For the loam library, whose tables are Arquero's. */
  table(columns: Record<string, unknown[]>): unknown {
    const { arquero } = this.#loaded;
    if (!arquero) throw new NativeError('tables are not loaded: mention aq in the cell');
    return arquero.aq.table(columns);
  }

  load(name: string, code: string, done: (failure: string | null) => void): void {
    try {
      const library = new NativeFunction(code)() as never;
      own(this.#loaded, name, library);
      if (name !== 'tf') done(null);
      else
        settle(
          (library as Required<Loaded>['tf']).loaded(),
          () => done(null),
          (reason) => done(`${reason}`),
        );
    } catch (error) {
      done(`${error}`);
    }
  }
}

type Namespace = Record<string, unknown>;

/** Not written as an expression, which the bundler would take for its own. */
const importModule = new NativeFunction('address', 'return import(address)') as (
  address: string,
) => Promise<Namespace>;
const NativeBlob = Blob;
const createObjectURL = URL.createObjectURL;
const revokeObjectURL = URL.revokeObjectURL;

/** Evaluated once per link, that is per content. */
export class Modules {
  readonly #code = safeMap<string, string>();
  readonly #evaluated = safeMap<string, Promise<Namespace>>();

  add(name: string, link: string, code: string): void {
    this.#code.set(link, `${code}\n//# sourceURL=module-${name}.js`);
  }

  #evaluate(link: string): Promise<Namespace> {
    let module = this.#evaluated.get(link);
    if (!module) {
      const blob = new NativeBlob([this.#code.get(link)!], { type: 'text/javascript' });
      const address = createObjectURL(blob);
      module = importModule(address);
      settle(
        module,
        () => revokeObjectURL(address),
        () => revokeObjectURL(address),
      );
      this.#evaluated.set(link, module);
    }
    return module;
  }

  /** `$import` of a cell. */
  importer(links: Record<string, string>) {
    return (name: string, names?: string[]): Promise<Namespace> =>
      new NativePromise((done, failed) => {
        const link = hasOwn(links, name) ? links[name]! : null;
        if (link === null || !this.#code.has(link)) {
          failed(new NativeError(`the workspace has no module "${name}"`));
          return;
        }
        settle(
          this.#evaluate(link),
          (namespace) => {
            for (let i = 0; names && i < names.length; i++) {
              const wanted = names[i]!;
              if (wanted === '*' || wanted in namespace) continue;
              failed(new NativeError(`the module "${name}" does not export "${wanted}"`));
              return;
            }
            done(namespace);
          },
          failed,
        );
      });
  }
}
