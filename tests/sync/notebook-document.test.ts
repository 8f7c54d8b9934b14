import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Notebook, NotebookCell } from '../../src/core/notebook/types';
import {
  BY_HAND,
  mergeUpdates,
  NotebookDocument,
  type NotebookChange,
} from '../../src/sync/notebook';
import { notebooks } from '../support/random-notebook';

let made = 0;
const newId = () => `new-${made++}`;

function cell(id: string, source = id): NotebookCell {
  return { id, kind: 'code', source, collapsed: false, smart: null, metadata: {} };
}

function documentOf(...ids: string[]): NotebookDocument {
  const cells = ids.map((id) => cell(id));
  const notebook: Notebook = { title: 'T', mode: 'reactive', cells, metadata: {} };
  return NotebookDocument.fromNotebook(notebook, newId);
}

const copyOf = (document: NotebookDocument) => NotebookDocument.open([document.state()], newId);

function heard(document: NotebookDocument): NotebookChange[] {
  const changes: NotebookChange[] = [];
  document.observe((change) => changes.push(change));
  return changes;
}

/** The lists of a change that hold something. */
function said(changes: readonly NotebookChange[]) {
  return changes.map((change) =>
    Object.fromEntries(
      Object.entries(change).filter(([, value]) => (Array.isArray(value) ? value.length : value)),
    ),
  );
}

/** Half characters do not travel. */
const travels = (text: string) => text.replace(/\p{Cs}/gu, '\uFFFD');

describe('a notebook as a document', () => {
  it('says what the notebook said, here and at a peer', () => {
    fc.assert(
      fc.property(notebooks, (notebook) => {
        const document = NotebookDocument.fromNotebook(notebook, newId);
        const cells = notebook.cells.map((each) => ({ ...each, source: travels(each.source) }));
        const expected = { ...notebook, title: travels(notebook.title), cells };
        expect(document.read()).toEqual(expected);
        expect(copyOf(document).read()).toEqual(expected);
        expect(document.undo.canUndo()).toBe(false);
      }),
    );
  });

  it('puts cells where they are asked for, and moves and removes them', () => {
    const document = documentOf('a', 'b', 'c');
    const first = document.insert(null, 'markdown', 'one');
    const middle = document.insert('a', 'code', 'two', { form: 'data', values: { x: 1 } });
    const last = document.insert('gone', 'code');
    expect(document.ids()).toEqual([first, 'a', middle, 'b', 'c', last]);
    document.move('c', null);
    document.move('a', last);
    document.move('b', 'b');
    document.remove(middle);
    document.remove('gone');
    document.move('gone', null);
    expect(document.ids()).toEqual(['c', first, 'b', last, 'a']);
    document.setKind('b', 'markdown');
    document.setCollapsed('b', true);
    document.setSmart('b', { form: 'task', values: {} }, 'written');
    document.rename('Other');
    document.setMode('lazy');
    expect(document.cell('b')).toEqual({
      ...cell('b', 'written'),
      kind: 'markdown',
      collapsed: true,
      smart: { form: 'task', values: {} },
    });
    document.setSmart('b', null);
    expect(document.cell('b')).toMatchObject({ source: 'written', smart: null });
    expect(document.read()).toMatchObject({ title: 'Other', mode: 'lazy' });
    expect(copyOf(document).read()).toEqual(document.read());
  });

  it('asks for another id where one is taken', () => {
    const ids = ['a', 'a', 'x'];
    const document = NotebookDocument.open([documentOf('a').state()], () => ids.shift()!);
    expect(document.insert(null, 'code')).toBe('x');
  });

  it('has room for a thousand cells at one place, with short keys', () => {
    const document = documentOf('a', 'b');
    const ids: string[] = [];
    for (let i = 0; i < 1000; i++) ids.unshift(document.insert('a', 'code'));
    expect(document.ids()).toEqual(['a', ...ids, 'b']);
    expect(Math.max(...document.order.map(({ pos }) => pos.length))).toBeLessThan(260);
  });

  it('is stored by its updates, and says which come from here', () => {
    const document = documentOf('a');
    const updates = [document.state()];
    document.onUpdate((update) => updates.push(update));
    document.insert('a', 'code', 'x');
    document.setCollapsed('a', true);
    document.undo.undo();
    document.undo.redo();
    const before = updates.length;
    document.apply(documentOf('from elsewhere').state());
    expect(updates).toHaveLength(before);
    document.apply(mergeUpdates(updates));
    const again = NotebookDocument.open([mergeUpdates(updates)], newId);
    expect(again.ids()).toContain('a');
    expect(again.ids()).toHaveLength(2);
    expect(NotebookDocument.open(updates, newId).read()).toEqual(again.read());
  });
});

describe('what a document says of its changes', () => {
  it('names the cells, and tells what was done by hand from what was not', () => {
    const document = documentOf('a', 'b', 'c');
    const changes = heard(document);
    document.doc.transact(() => document.text('a')!.insert(0, 'typed '), BY_HAND);
    const id = document.insert('a', 'code');
    document.move('c', null);
    document.setKind('b', 'markdown');
    document.setCollapsed('b', true);
    document.rename('R');
    document.remove('b');
    document.undo.undo();
    document.replaceWith({ ...document.read(), title: 'Was' });
    document.doc.transact(() => document.text('a')!.insert(0, 'who? '));
    expect(said(changes)).toEqual([
      { by: 'hand', texts: ['a'] },
      { by: 'hand', added: [id] },
      { by: 'hand', moved: ['c'] },
      { by: 'hand', other: ['b'] },
      { by: 'hand', other: ['b'] },
      { by: 'hand', notebook: true },
      { by: 'hand', removed: ['b'] },
      { by: 'undo', added: ['b'] },
      { by: 'replace', notebook: true },
      { by: 'elsewhere', texts: ['a'] },
    ]);
  });

  it('takes the origin of an editor for a hand while the editor is bound', () => {
    const document = documentOf('a');
    const changes = heard(document);
    const editor = { editor: true };
    const type = () => document.doc.transact(() => document.text('a')!.insert(0, 'x'), editor);
    type();
    document.undo.addTrackedOrigin(editor);
    type();
    document.undo.removeTrackedOrigin(editor);
    type();
    expect(changes.map(({ by }) => by)).toEqual(['elsewhere', 'hand', 'elsewhere']);
  });

  it('never takes what a peer sends for a hand, whatever they did', () => {
    const document = documentOf('a', 'b');
    const peer = copyOf(document);
    const changes = heard(document);
    peer.onUpdate((update) => document.apply(update));
    peer.doc.transact(() => peer.text('a')!.insert(0, 'typed '), BY_HAND);
    peer.remove('b');
    peer.undo.undo();
    peer.replaceWith(documentOf('z').read());
    expect(changes.length).toBe(4);
    for (const { by } of changes) expect(by).toBe('elsewhere');
    Y.applyUpdate(document.doc, peer.state(), BY_HAND);
    for (const { by } of changes) expect(by).toBe('elsewhere');
  });

  it('says nothing where nothing changes', () => {
    const document = documentOf('a');
    const changes = heard(document);
    document.apply(document.state());
    document.replaceWith(document.read());
    document.move('a', null);
    expect(changes).toEqual([]);
  });
});

describe('undo', () => {
  it('takes back each act by itself, and a removed cell comes back with its text', () => {
    const document = documentOf('a', 'b');
    const before = document.read();
    document.insert('a', 'code', 'x');
    document.move('b', null);
    document.setKind('a', 'markdown');
    document.remove('b');
    document.rename('other');
    for (let i = 0; i < 5; i++) document.undo.undo();
    expect(document.undo.canUndo()).toBe(false);
    expect(document.read()).toEqual(before);
    for (let i = 0; i < 5; i++) document.undo.redo();
    expect(document.read()).toMatchObject({
      title: 'other',
      cells: [{ id: 'a' }, { source: 'x' }],
    });
  });

  it('takes back nothing of anybody else', () => {
    const document = documentOf('a', 'b');
    const peer = copyOf(document);
    peer.onUpdate((update) => document.apply(update));
    document.doc.transact(() => document.text('a')!.insert(0, 'mine '), BY_HAND);
    peer.doc.transact(() => peer.text('a')!.insert(1, ' theirs'), BY_HAND);
    const theirs = peer.insert('b', 'code', 'their cell');
    peer.rename('their title');
    while (document.undo.canUndo()) document.undo.undo();
    expect(document.read()).toMatchObject({
      title: 'their title',
      cells: [{ source: 'a theirs' }, { id: 'b' }, { id: theirs, source: 'their cell' }],
    });
  });

  it('leaves folding alone', () => {
    const document = documentOf('a');
    document.setCollapsed('a', true);
    expect(document.undo.canUndo()).toBe(false);
  });
});

describe('putting another notebook in place', () => {
  it('makes the document say the same, in one step of undo', () => {
    fc.assert(
      fc.property(notebooks, notebooks, (one, other) => {
        const document = NotebookDocument.fromNotebook(one, newId);
        const before = document.read();
        const target = NotebookDocument.fromNotebook(other, newId).read();
        document.replaceWith(other);
        expect(document.read()).toEqual(target);
        const changed = document.undo.canUndo();
        document.undo.undo();
        expect(document.read()).toEqual(before);
        expect(document.undo.canUndo()).toBe(false);
        if (changed) document.undo.redo();
        expect(document.read()).toEqual(changed ? target : before);
      }),
    );
  });

  it('keeps the cells that are the same, and changes texts where they differ only', () => {
    const document = documentOf('a', 'b', 'c', 'd');
    const texts = ['a', 'b', 'c', 'd'].map((id) => document.text(id));
    const changes = heard(document);
    const deltas: unknown[] = [];
    document
      .text('b')!
      .doc!.transact(() => document.text('b')!.insert(1, '0123456789😀end'), BY_HAND);
    document.text('b')!.observe((event) => deltas.push(event.delta));
    changes.length = 0;
    const { cells, ...rest } = document.read();
    const [a, b, c, d] = cells as [NotebookCell, NotebookCell, NotebookCell, NotebookCell];
    const edited = { ...b, source: 'b01234X6789😁end' };
    document.replaceWith({ ...rest, cells: [d, a, edited, cell('new'), c] });
    expect(document.ids()).toEqual(['d', 'a', 'b', 'new', 'c']);
    expect(['a', 'b', 'c', 'd'].map((id) => document.text(id))).toEqual(texts);
    expect(said(changes)).toEqual([{ by: 'replace', texts: ['b'], added: ['new'], moved: ['d'] }]);
    expect(deltas).toEqual([[{ retain: 6 }, { delete: 7 }, { insert: 'X6789😁' }]]);
    expect(document.text('b')!.toString()).toBe(edited.source);
  });

  it('does not tear characters of two halves apart', () => {
    const parts = fc.array(fc.constantFrom('😀', '😁', '🤀', 'a', '\n'), { maxLength: 6 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const document = documentOf('a');
        document.setSource('a', one.join(''));
        document.setSource('a', other.join(''));
        expect(copyOf(document).cell('a')!.source).toBe(other.join(''));
      }),
    );
  });
});

describe('a malformed document', () => {
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(undefined, new Uint8Array(3), 10n, '', 'A', 'Zz', 'a0'.repeat(5000)),
  );
  const entry = fc.oneof(
    junk.map((value) => () => value),
    fc.constant(() => new Y.Array()),
    fc.constant(() => new Y.Text('no cell')),
    fc.constant(() => new Y.XmlText('no')),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('source', 'pos', 'kind', 'collapsed', 'smart', 'metadata', '__proto__'),
          fc.oneof(
            junk.map((value) => () => value),
            fc.constant(() => new Y.Text('text')),
            fc.constant(() => new Y.XmlText('text')),
            fc.constant(() => new Y.Map()),
          ),
        ),
      )
      .map((fields) => () => {
        const map = new Y.Map();
        for (const [key, value] of fields) map.set(key, value());
        return map;
      }),
  );
  const id = fc.constantFrom(
    'a',
    'b',
    '__proto__',
    'constructor',
    '',
    'a b',
    '../x',
    'x'.repeat(70),
  );

  it('is read with tolerance, and can be worked in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(id, entry)),
        fc.array(fc.tuple(fc.constantFrom('title', 'mode', 'metadata'), junk)),
        (cells, about) => {
          const doc = new Y.Doc();
          const healthy = documentOf('good', 'better');
          Y.applyUpdate(doc, healthy.state());
          for (const [key, make] of cells) doc.getMap('cells').set(key, make());
          for (const [key, value] of about) doc.getMap('about').set(key, value);
          const document = NotebookDocument.open([Y.encodeStateAsUpdate(doc)], newId);
          const changes = heard(document);
          const ids = document.ids();
          expect(ids).toContain('good');
          expect(new Set(ids).size).toBe(ids.length);
          for (const each of ids) expect(each).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
          const added = document.insert('good', 'code', 'x');
          expect(document.ids()[document.ids().indexOf('good') + 1]).toBe(added);
          document.move('better', null);
          expect(document.ids()[0]).toBe('better');
          for (const each of document.ids()) document.setSmart(each, null, 'same');
          const read = document.read();
          expect(read.cells.every(({ source }) => source === 'same')).toBe(true);
          document.replaceWith({ ...read, cells: [cell('a'), cell('b'), cell('constructor')] });
          expect(document.ids()).toEqual(['a', 'b', 'constructor']);
          while (document.undo.canUndo()) document.undo.undo();
          expect(document.ids()).toContain('good');
          expect(changes.length).toBeGreaterThan(0);
          expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
        },
      ),
    );
  });

  it('does not end anything where an update is no update', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const document = NotebookDocument.open([bytes, documentOf('a').state(), bytes], newId);
        expect(document.ids()).toContain('a');
        expect(() => mergeUpdates([bytes, document.state()])).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('is edited as a whole where a text holds what is no text', () => {
    const document = documentOf('a');
    document.text('a')!.insertEmbed(0, { image: 'x' });
    document.setSource('a', 'plain');
    expect(document.cell('a')!.source).toBe('plain');
  });

  it('gives cells of a notebook with ids that are none, or stand twice, ids of their own', () => {
    const cells = ['x', 'x', '', '__proto__', 'a/b'].map((id, i) => cell(id, `${i}`));
    const document = NotebookDocument.fromNotebook(
      { title: '', mode: 'lazy', cells, metadata: {} },
      newId,
    );
    const read = document.read().cells;
    expect(read.map(({ source }) => source)).toEqual(['0', '1', '2', '3', '4']);
    expect(new Set(read.map(({ id }) => id)).size).toBe(5);
    expect([read[0]!.id, read[3]!.id]).toEqual(['x', '__proto__']);
  });
});
