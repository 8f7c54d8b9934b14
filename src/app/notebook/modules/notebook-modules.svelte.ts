/**
 * The modules of one open notebook: what its cells may import, which code each name means here, and whether
 * that code may run on this device.
 */
import { linkDigest, type Digest, type Link } from '../../../core/hash/digest';
import { subjectFor } from '../../../core/log/subjects';
import type { ModuleRow } from '../../../core/log/rows';
import type { ModulePins } from '../../../core/notebook/module-pins';
import type { Kernel } from '../../../kernel/host/types';
import { live } from '../../../storage';
import type { NotebookDocument } from '../../../sync/notebook';
import type { WorkspaceContext } from '../../workspace-context';
import { addModule } from './add-module';
import { approvedTexts, approveText } from './code-texts';
import { ModuleTexts } from './give-modules';
import {
  codeOfName,
  resolve,
  troubleWith,
  type KnownModules,
  type Resolved,
  type Trouble,
} from './resolve';
import type { AddedModule, ModulesOfNotebook, ModuleView } from './types';

interface Seen {
  /** The newest first. */
  rows: readonly ModuleRow[];
  approved: ReadonlySet<Digest>;
}

async function look({ store }: WorkspaceContext): Promise<Seen> {
  // Both begun at once: what is read after an await is not followed.
  const [rows, approved] = await Promise.all([store.list('modules'), approvedTexts(store.local)]);
  return { rows, approved };
}

export class NotebookModules implements ModulesOfNotebook {
  #list = $state.raw<readonly ModuleView[]>([]);
  #known!: KnownModules;
  /** What pinned code that no row speaks of imports; null where it is not here. */
  readonly #strays = new Map<Link, readonly string[] | null>();
  readonly #texts: ModuleTexts;
  readonly #stop: () => void;
  #listener: () => void = () => undefined;
  #used: ReadonlySet<string> = new Set();

  static async open(
    context: WorkspaceContext,
    document: NotebookDocument,
  ): Promise<NotebookModules> {
    const modules = new NotebookModules(context, document, await look(context));
    await modules.#readStrays();
    return modules;
  }

  private constructor(
    private readonly context: WorkspaceContext,
    private readonly document: NotebookDocument,
    private seen: Seen,
  ) {
    this.#texts = new ModuleTexts(context.store.objects);
    this.#learn();
    this.#stop = live(() => look(context)).subscribe((next) => {
      this.seen = next;
      this.#changed();
    });
  }

  get list(): readonly ModuleView[] {
    return this.#list;
  }

  /** Called when a name means something else than before, or may run now. */
  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** The document's pins may have changed. */
  pinsChanged(): void {
    this.#changed();
  }

  /** Which names the cells import. */
  use(names: Iterable<string>): void {
    const used = new Set(names);
    if (used.size === this.#used.size && [...used].every((name) => this.#used.has(name))) return;
    this.#used = used;
    this.#list = this.#views();
  }

  trouble(name: string): Trouble | null {
    return troubleWith(this.#known, name);
  }

  /** All code behind these names, what is needed first. */
  behind(names: readonly string[]): Resolved[] {
    return names.length > 0 ? resolve(this.#known, names) : [];
  }

  /** Names, among these and what they need, of code that may not run yet. */
  unapproved(names: readonly string[]): string[] {
    return this.behind(names)
      .filter(({ code }) => !this.seen.approved.has(linkDigest(code)))
      .map(({ name }) => name);
  }

  /** From now on these names mean here what they mean now. */
  pin(names: readonly string[]): void {
    const { pins } = this.document;
    const fresh = this.behind(names).filter(({ name }) => !Object.hasOwn(pins, name));
    if (fresh.length === 0) return;
    this.document.pinModules(Object.fromEntries(fresh.map(({ name, code }) => [name, code])));
  }

  /** Code of the pinned modules that are here, in code unit order. */
  pinned(): Link[] {
    const here = Object.values(this.document.pins).filter(
      (code) => this.#known.imports.get(code) != null,
    );
    return [...new Set(here)].sort();
  }

  /** @returns by name, the key under which the kernel has it. @throws LoamError `object-missing` */
  give(kernel: Kernel, names: readonly string[]): Promise<Record<string, string>> {
    return this.#texts.give(kernel, this.behind(names));
  }

  add(file: File): Promise<AddedModule> {
    return addModule(this.context, file);
  }

  useNewest(name: string): void {
    const code = this.#known.newest.get(name);
    if (code) this.document.choosePin(name, code);
  }

  async code(name: string): Promise<string> {
    const code = codeOfName(this.#known, name);
    return code ? (await this.#texts.get(code)).code : '';
  }

  async approve(name: string): Promise<void> {
    const code = codeOfName(this.#known, name);
    if (code) await approveText(this.context.store.local, code);
  }

  async remove(name: string): Promise<void> {
    const rows = this.seen.rows.filter((row) => row.name === name);
    await this.context.store.commit(
      rows.map(({ id }) => ({ type: 'removed' as const, subject: subjectFor('module', id) })),
    );
  }

  close(): void {
    this.#stop();
  }

  #changed(): void {
    this.#learn();
    this.#listener();
    void this.#readStrays().then((more) => {
      if (more) this.#listener();
    });
  }

  #learn(): void {
    const newest = new Map<string, Link>();
    const imports = new Map<Link, readonly string[] | null>(this.#strays);
    for (const row of this.seen.rows) {
      if (!newest.has(row.name)) newest.set(row.name, row.code);
      imports.set(row.code, row.imports);
    }
    this.#known = { pins: this.document.pins, newest, imports };
    this.#list = this.#views();
  }

  /** @returns whether there was anything to learn */
  async #readStrays(): Promise<boolean> {
    const { pins, imports } = this.#known;
    const strays = Object.values(pins).filter((code) => imports.get(code) == null);
    let more = false;
    for (const code of new Set(strays)) {
      const needs = await this.#texts.get(code).then(
        ({ needs }) => [...new Set(needs.map(({ name }) => name))],
        () => null,
      );
      if (this.#strays.has(code) && this.#strays.get(code) === needs) continue;
      this.#strays.set(code, needs);
      more = true;
    }
    if (more) this.#learn();
    return more;
  }

  #views(): ModuleView[] {
    const { pins, newest } = this.#known;
    const names = [...new Set([...newest.keys(), ...Object.keys(pins)])].sort((a, b) =>
      a < b ? -1 : 1,
    );
    return names.map((name) => this.#view(name, pins));
  }

  #view(name: string, pins: ModulePins): ModuleView {
    const { rows, approved } = this.seen;
    const newest = rows.find((row) => row.name === name) ?? null;
    const pin = Object.hasOwn(pins, name) ? pins[name]! : null;
    const row = pin
      ? (rows.find((each) => each.name === name && each.code === pin) ?? null)
      : newest;
    const code = pin ?? newest?.code ?? null;
    return {
      name,
      bytes: row?.bytes ?? newest?.bytes ?? null,
      exports: (row ?? newest)?.exports ?? [],
      version: newest?.version ?? null,
      pinned: pin && {
        version: row?.version ?? null,
        newest: pin === newest?.code,
        here: this.#known.imports.get(pin) !== null,
      },
      approved: code === null || approved.has(linkDigest(code)),
      used: this.#used.has(name),
    };
  }
}
