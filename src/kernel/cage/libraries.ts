/** The larger scripts that come after the runtime, when a cell first needs one, and the modules of the workspace. */
import type { ModuleCode } from '../protocol';
import type { Knowing } from './show';
import {
  NativeFunction,
  own,
  safeMap,
  settle,
  NativeError,
  NativePromise,
  hasOwn,
  slice,
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

/** Evaluated once per key, that is per content. */
export class Modules {
  readonly #given = safeMap<string, ModuleCode>();
  readonly #addresses = safeMap<string, string>();
  readonly #evaluated = safeMap<string, Promise<Namespace>>();

  add(module: ModuleCode): void {
    this.#given.set(module.key, module);
  }

  /** Stays as long as the cage: a module that comes later may import this one. */
  #address(key: string): string {
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const module = this.#given.get(key);
    if (!module) throw new NativeError('a module that this one imports is not there');
    const { name, code, needs } = module;
    let text = '';
    let done = 0;
    for (let i = 0; i < needs.length; i++) {
      const need = needs[i]!;
      text += slice(code, done, need.start) + `"${this.#address(need.key)}"`;
      done = need.end;
    }
    text += `${slice(code, done)}\n//# sourceURL=module-${name}.js`;
    const address = createObjectURL(new NativeBlob([text], { type: 'text/javascript' }));
    this.#addresses.set(key, address);
    return address;
  }

  #evaluate(key: string): Promise<Namespace> {
    let module = this.#evaluated.get(key);
    if (!module) {
      module = importModule(this.#address(key));
      this.#evaluated.set(key, module);
    }
    return module;
  }

  /** `$import` of a cell. @param keys by the name written */
  importer(keys: Record<string, string>) {
    return (name: string, names?: string[]): Promise<Namespace> =>
      new NativePromise((done, failed) => {
        const key = hasOwn(keys, name) ? keys[name]! : null;
        if (key === null || !this.#given.has(key)) {
          failed(new NativeError(`the workspace has no module "${name}"`));
          return;
        }
        settle(
          this.#evaluate(key),
          (namespace) => {
            for (let i = 0; names && i < names.length; i++) {
              const wanted = names[i]!;
              if (wanted === '*' || wanted in namespace) continue;
              failed(new NativeError(`the module "${name}" does not export "${wanted}"`));
              return;
            }
            done(namespace);
          },
          (reason) => failed(new NativeError(`the module "${name}" cannot start: ${said(reason)}`)),
        );
      });
  }
}

function said(reason: unknown): string {
  try {
    return `${reason}`;
  } catch {
    return 'what it threw cannot be read';
  }
}
