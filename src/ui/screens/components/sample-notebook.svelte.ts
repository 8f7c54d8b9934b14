/** An open notebook without a kernel, for the gallery: everything that the screens ask of one, with invented results. */
import type { Text } from 'yjs';
import type { ControlValue, InspectedEntry, TableCell } from '../../../app/notebook/shelf-types';
import type {
  CellState,
  CellView,
  GrantRequest,
  KernelState,
  OpenNotebook,
  VersionView,
} from '../../../app/notebook/types';
import type { CellKind, RunMode, SmartForm } from '../../../core/notebook/types';
import type { SampleCell } from './sample-cells';
import { SampleDocument } from './sample-document';
import { SampleModules } from './sample-modules.svelte';
import { SAMPLE_ROWS, sampleEntries, sampleResult, sampleRow } from './sample-results';
import { declaredIn } from './sample-source';
import { isSameView, viewOf, type Ran } from './sample-view';

const RUN_MS = 60;
const DAY = 86_400_000;

export class SampleNotebook implements OpenNotebook {
  readonly id = 'sample';
  readonly error = null;
  readonly #doc: SampleDocument;
  readonly #views = new Map<string, CellView>();
  readonly #ran = new Map<string, Ran>();
  readonly #controls = new Map<string, ControlValue>();
  readonly #pressed = new Set<string>();
  readonly #approved = new Set<string>();
  readonly #texts = new Map<string, string>();
  #list = $state.raw<CellView[]>([]);
  #title = $state.raw('');
  #mode = $state.raw<RunMode>('reactive');
  #kernel = $state.raw<KernelState>('ready');
  #grants = $state.raw<GrantRequest[]>([]);
  #versions = $state.raw<VersionView[]>([]);

  constructor(
    cells: readonly SampleCell[],
    private readonly now: number,
  ) {
    this.#doc = new SampleDocument('Who leaves?', cells);
    this.#doc.cells.observeDeep(() => this.#draw());
    this.#doc.meta.observe(() => this.#draw());
    for (const [id, map] of this.#doc.cells) {
      const state = map.get('foreign') === true ? 'unapproved' : 'done';
      if (map.get('kind') === 'code') this.#ran.set(id, this.#result(id, state));
    }
    this.#ask();
    for (const [days, name] of [
      [2, ''],
      [1, 'before the review'],
      [0.1, ''],
    ] as const) {
      this.#version(
        name,
        this.now - days * DAY,
        this.exportText().replace("'churn@3'", `'churn@${3 - Math.ceil(days)}'`),
      );
    }
    this.#draw();
  }

  get undo() {
    return this.#doc.undo;
  }
  get title() {
    return this.#title;
  }
  get mode() {
    return this.#mode;
  }
  get cells() {
    return this.#list;
  }
  get kernel() {
    return this.#kernel;
  }
  get grants() {
    return this.#grants;
  }
  get versions() {
    return this.#versions;
  }
  readonly modules = new SampleModules();

  rename(title: string) {
    this.#doc.change(() => this.#doc.meta.set('title', title));
  }
  setMode(mode: RunMode) {
    this.#mode = mode;
  }
  insert(after: string | null, kind: CellKind, source = '', smart?: SmartForm): string {
    let id = '';
    this.#doc.change(() => (id = this.#doc.put(this.#doc.between(after), { kind, source, smart })));
    return id;
  }
  move(cell: string, after: string | null) {
    this.#doc.change(() => this.#doc.cells.get(cell)?.set('pos', this.#doc.between(after, cell)));
  }
  remove(cell: string) {
    this.#doc.change(() => this.#doc.cells.delete(cell));
  }
  setKind(cell: string, kind: CellKind) {
    this.#doc.change(() => this.#doc.cells.get(cell)?.set('kind', kind));
  }
  setCollapsed(cell: string, collapsed: boolean) {
    this.#doc.change(() => this.#doc.cells.get(cell)?.set('collapsed', collapsed));
  }
  setSmart(cell: string, smart: SmartForm | null, source?: string) {
    this.#doc.change(() => {
      const map = this.#doc.cells.get(cell);
      map?.set('smart', smart);
      const text = map?.get('text') as Text | undefined;
      if (source === undefined || !text) return;
      text.delete(0, text.length);
      text.insert(0, source);
    });
  }

  run(cell: string) {
    if (this.#view(cell)?.state === 'unapproved' && !this.#approved.has(cell)) return;
    this.#ran.set(cell, { ...this.#ran.get(cell), state: 'running', seconds: null, failure: null });
    this.#kernel = 'busy';
    this.#draw();
    setTimeout(() => this.#end(cell), RUN_MS);
  }
  runAll() {
    for (const { id, kind } of this.#list) if (kind === 'code') this.run(id);
  }
  runStale() {
    for (const { id, state } of this.#list) if (state === 'stale') this.run(id);
  }
  stop(cell?: string) {
    for (const [id, ran] of this.#ran) {
      if (ran.state !== 'running' || (cell !== undefined && id !== cell)) continue;
      this.#ran.set(id, { ...ran, state: 'stale', endless: false });
    }
    this.#kernel = 'ready';
    this.#draw();
  }
  restart() {
    for (const [id, ran] of this.#ran)
      if (ran.state !== 'unapproved') this.#ran.set(id, { ...ran, state: 'stale' });
    this.#kernel = 'ready';
    this.#draw();
  }
  approve(cell: string) {
    this.#approved.add(cell);
    this.#ran.set(cell, { state: 'idle', seconds: null });
    this.#draw();
  }
  approveAll() {
    for (const { id, state } of this.#list) if (state === 'unapproved') this.approve(id);
  }
  setControl(cell: string, _index: number, value: ControlValue) {
    this.#controls.set(cell, value);
    this.run(cell);
  }
  press(cell: string) {
    this.#pressed.add(cell);
    this.run(cell);
  }
  look(_handle: number, start: number, count: number): Promise<InspectedEntry[]> {
    return Promise.resolve(sampleEntries(start, count));
  }
  rows(_handle: number, start: number, count: number): Promise<TableCell[][]> {
    const length = Math.max(0, Math.min(SAMPLE_ROWS, start + count) - start);
    return Promise.resolve(Array.from({ length }, (_, i) => sampleRow(start + i)));
  }
  namesFor(cell: string): string[] {
    return this.#list.flatMap(({ id, declares }) => (id === cell ? [] : declares));
  }

  keepVersion(name: string): Promise<void> {
    this.#version(name, this.now, this.exportText());
    return Promise.resolve();
  }
  versionText(version: string | null): Promise<string> {
    return Promise.resolve(version === null ? this.exportText() : (this.#texts.get(version) ?? ''));
  }
  restoreVersion(version: string): Promise<void> {
    this.#version('', this.now, this.exportText());
    const sources = (this.#texts.get(version) ?? '').split(/^\/\/ %%.*\n/m).slice(1);
    this.#doc.change(() => {
      for (const id of [...this.#doc.cells.keys()]) this.#doc.cells.delete(id);
      sources.forEach((source, i) => this.#doc.put(i, { kind: 'code', source: source.trimEnd() }));
    });
    return Promise.resolve();
  }
  exportText(): string {
    return this.#doc
      .order()
      .map(([id, map]) => `// %% ${id}\n${(map.get('text') as Text).toString()}\n`)
      .join('');
  }
  exportIpynb(): string {
    return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
  }
  close() {
    this.#doc.close();
  }

  #view(id: string): CellView | undefined {
    return this.#views.get(id);
  }

  #result(id: string, state: CellState): Ran {
    if (state === 'unapproved') return { state, seconds: null };
    const source = (this.#doc.cells.get(id)?.get('text') as Text).toString();
    const result = sampleResult(source, this.#controls.get(id), this.#pressed.has(id));
    const waits = result.outputs.some(({ type }) => type === 'press');
    return {
      ...result,
      state: result.failure ? 'failed' : waits ? 'ready' : state,
      seconds: waits ? null : RUN_MS / 1000,
    };
  }

  #end(id: string) {
    if (this.#ran.get(id)?.state !== 'running' || !this.#doc.cells.has(id)) return;
    const ran = this.#result(id, 'done');
    this.#ran.set(id, ran.endless ? { ...ran, state: 'running', seconds: null } : ran);
    this.#kernel = [...this.#ran.values()].some(({ state }) => state === 'running')
      ? 'busy'
      : 'ready';
    const names = this.#view(id)?.declares ?? [];
    for (const view of this.#list) {
      if (
        view.id === id ||
        !view.uses.some((name) => names.includes(name)) ||
        view.state === 'unapproved'
      )
        continue;
      if (this.#mode === 'lazy')
        this.#ran.set(view.id, { ...this.#ran.get(view.id), state: 'stale', seconds: null });
      else if (view.state !== 'ready') this.run(view.id);
    }
    this.#draw();
  }

  #ask() {
    const asks = this.#doc
      .order()
      .find(([, map]) => (map.get('text') as Text).toString().includes('payments@1'));
    if (!asks) return;
    const answer = () => (this.#grants = []);
    this.#grants = [{ cell: asks[0], dataset: 'payments', answer }];
  }

  #version(name: string, at: number, text: string) {
    const id = `v${this.#versions.length + 1}`;
    this.#texts.set(id, text);
    this.#versions = [...this.#versions, { id, at, by: 'A', name }];
  }

  /** Views of cells that did not change stay the same objects. */
  #draw() {
    this.#title = this.#doc.meta.get('title') ?? '';
    const order = this.#doc.order();
    const declared = order.map(([, map]) => declaredIn((map.get('text') as Text).toString()));
    const all = new Set(declared.flat());
    this.#list = order.map(([id, map], i) => {
      const source = (map.get('text') as Text).toString();
      const before = this.#views.get(id);
      const ran = this.#ran.get(id) ?? { state: 'idle' as const, seconds: null };
      const changed = before !== undefined && before.source !== source && ran.state === 'done';
      if (changed) this.#ran.set(id, { ...ran, state: 'stale' });
      const now = this.#ran.get(id) ?? ran;
      const next = viewOf(id, map, now, { declares: declared[i]!, all });
      if (before && isSameView(before, next)) return before;
      this.#views.set(id, next);
      return next;
    });
  }
}
