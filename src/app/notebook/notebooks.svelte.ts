/** The notebooks of one workspace. What opening one needs is loaded when the first is opened. */
import type { NotebookRow } from '../../core/log/rows';
import { LiveQuery } from '../live-query.svelte';
import type { NotebookPlace } from './place';
import { listSampleNotebooks } from './sample-notebooks-list';
import type {
  Brought,
  NameDoc,
  NotebookListed,
  NotebookShelf,
  SampleNotebook,
  SampleOpening,
  SmartForms,
} from './shelf-types';
import type { OpenNotebook } from './types';

export class Notebooks implements NotebookShelf {
  #query: LiveQuery<unknown> | null = null;
  /** Not the query's own: what is made while a screen reads does not wake that screen. */
  #list = $state.raw<readonly NotebookListed[] | null>(null);
  #docs = $state.raw<readonly NameDoc[]>([]);
  #smart = $state.raw<SmartForms | null>(null);

  #opened: OpenNotebook | null = null;

  constructor(private readonly place: NotebookPlace) {}

  /** Asked from the first time on that a screen reads it. */
  get list(): readonly NotebookListed[] | null {
    this.#query ??= new LiveQuery(
      () => this.place.store.list('notebooks'),
      (rows) => Promise.resolve((this.#list = listed(rows))),
    );
    return this.#list;
  }

  get docs(): readonly NameDoc[] {
    return this.#docs;
  }

  get smart(): SmartForms | null {
    return this.#smart;
  }

  async create(title = 'Untitled notebook'): Promise<string> {
    const { createNotebook } = await import('./open-notebook');
    return createNotebook(this.place, title);
  }

  async bring(file: File): Promise<Brought> {
    const { bringFile } = await import('./bring-file');
    return bringFile(this.place, file);
  }

  samples(): Promise<readonly SampleNotebook[]> {
    return listSampleNotebooks(this.place.effects);
  }

  async openSample(sample: SampleNotebook, opening: SampleOpening): Promise<string> {
    const { openSampleNotebook } = await import('./sample-notebooks');
    return openSampleNotebook(this.place, sample, opening);
  }

  async open(id: string): Promise<OpenNotebook> {
    const { openNotebook, NAME_DOCS, smartForms } = await import('./open-notebook');
    const notebook = await openNotebook(this.place, id);
    this.#opened = notebook;
    this.#docs = NAME_DOCS;
    this.#smart = smartForms(this.place, notebook);
    return notebook;
  }

  /** Whether a cell of the notebook that was opened last shows this run. */
  shows(notebook: string, run: string): boolean {
    const cells = this.#opened?.id === notebook ? this.#opened.cells : [];
    return cells.some(({ outputs }) => outputs.some((o) => o.type === 'run' && o.run === run));
  }

  async rename(id: string, title: string): Promise<void> {
    const { renameNotebook } = await import('./open-notebook');
    await renameNotebook(this.place, id, title);
  }

  async remove(id: string): Promise<void> {
    await this.place.store.commit([{ type: 'removed', subject: id }]);
  }

  close(): void {
    this.#query?.close();
  }
}

function listed(rows: readonly NotebookRow[]): NotebookListed[] {
  return rows
    .map(({ id, title, changed, by }) => ({ id, title, at: changed, by }))
    .sort((a, b) => b.at - a.at);
}
