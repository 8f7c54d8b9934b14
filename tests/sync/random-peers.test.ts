/** Peers that do anything in any order, and hear of each other late, twice and out of order, end up the same. */
import { describe, expect, it } from 'vitest';
import type { Notebook } from '../../src/core/notebook/types';
import { BY_HAND, mergeUpdates, NotebookDocument } from '../../src/sync/notebook';
import { seeded, type Seeded } from '../support/seeded';

const RUNS = Number(process.env.LOAM_RUNS ?? 60);
const FIRST_SEED = Number(process.env.LOAM_SEED ?? 20_261_125);

const START: Notebook = {
  title: 'Start',
  mode: 'reactive',
  cells: ['a', 'b', 'c', 'd', 'e'].map((id) => ({
    id,
    kind: 'code',
    source: `cell ${id}`,
    collapsed: false,
    smart: null,
    metadata: {},
  })),
  metadata: {},
};

class Peer {
  readonly document: NotebookDocument;
  /** What the others have made and this one has not heard of, in any order. */
  readonly waiting: Uint8Array[] = [];
  readonly sent: Uint8Array[] = [];
  #made = 0;

  constructor(name: string, start: Uint8Array) {
    this.document = NotebookDocument.open([start], () => `${name}${this.#made++}`);
    this.document.onUpdate((update) => this.sent.push(update));
  }

  act(random: Seeded, versions: Notebook[], keepCells: boolean): void {
    const { document } = this;
    const ids = document.ids();
    const cell = ids.length > 0 ? random.pick(ids) : 'none';
    const after = random.pick([null, 'gone', ...ids]);
    const acts: (() => void)[] = [
      () => void document.insert(after, random.pick(['code', 'markdown']), 'new'),
      () => document.move(cell, after),
      () => document.move(cell, after),
      () => document.setKind(cell, random.pick(['code', 'markdown'])),
      () => document.setCollapsed(cell, random.uniform() < 0.5),
      () => document.setSmart(cell, { form: 'f', values: { n: random.uniform() } }, 'smart'),
      () => document.rename(`title ${random.uniform()}`),
      () => {
        document.doc.transact(() => {
          const text = document.text(cell);
          if (!text) return;
          const at = Math.floor(random.uniform() * (text.length + 1));
          if (random.uniform() < 0.3) text.delete(at, Math.min(3, text.length - at));
          else text.insert(at, random.pick(['x', 'word ', '\n', '😀']));
        }, BY_HAND);
      },
    ];
    if (!keepCells) {
      acts.push(
        () => document.remove(cell),
        () => document.replaceWith(random.pick(versions)),
        () => void document.undo.undo(),
        () => void document.undo.redo(),
      );
    }
    random.pick(acts)();
  }

  hear(random: Seeded): void {
    const at = Math.floor(random.uniform() * this.waiting.length);
    const [update] = this.waiting.splice(at, 1);
    if (!update) return;
    this.document.apply(update);
    if (random.uniform() < 0.2) this.document.apply(update);
  }
}

/** @param keepCells no cell is ever removed, so none may get lost */
function session(seed: number, keepCells: boolean): Peer[] {
  const random = seeded(seed);
  const start = NotebookDocument.fromNotebook(START, () => 'unused').state();
  const peers = ['p', 'q', 'r'].map((name) => new Peer(name, start));
  const versions = [START];
  const share = () => {
    for (const peer of peers) {
      for (const update of peer.sent.splice(0))
        for (const other of peers) if (other !== peer) other.waiting.push(update);
    }
  };
  for (let step = 0; step < 120; step++) {
    const peer = random.pick(peers);
    if (random.uniform() < 0.6) peer.act(random, versions, keepCells);
    else peer.hear(random);
    if (random.uniform() < 0.1) versions.push(peer.document.read());
    share();
  }
  for (const peer of peers) while (peer.waiting.length > 0) peer.hear(random);
  return peers;
}

describe('random peers', () => {
  it(`end up the same, with every cell once (seeds from ${FIRST_SEED}; LOAM_SEED chooses another)`, () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      const [one, ...others] = session(seed, false) as [Peer, Peer, Peer];
      const read = one.document.read();
      for (const other of others) expect(other.document.read(), `seed ${seed}`).toEqual(read);
      const ids = read.cells.map(({ id }) => id);
      expect(new Set(ids).size, `seed ${seed}`).toBe(ids.length);
      const merged = mergeUpdates([one.document.state()]);
      expect(NotebookDocument.open([merged], () => 'x').read(), `seed ${seed}`).toEqual(read);
    }
  }, 120_000);

  it('neither lose nor double a cell by moving it at once', () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      const peers = session(seed, true);
      const made = peers.flatMap((peer) => peer.document.ids().filter((id) => id.length > 1));
      for (const { document } of peers) {
        const ids = document.ids();
        expect([...ids].sort(), `seed ${seed}`).toEqual(
          [...new Set(['a', 'b', 'c', 'd', 'e', ...made])].sort(),
        );
        expect(ids, `seed ${seed}`).toEqual(peers[0]!.document.ids());
      }
    }
  }, 120_000);

  it('put cells at one place in the same order everywhere, and there is still room between them', () => {
    const start = NotebookDocument.fromNotebook(START, () => 'unused').state();
    const peers = ['z', 'y', 'x'].map((name) => new Peer(name, start));
    for (const { document } of peers) document.insert('a', 'code', '');
    for (const peer of peers)
      for (const other of peers) if (other !== peer) other.document.apply(peer.document.state());
    const order = ['a', 'x0', 'y0', 'z0', 'b', 'c', 'd', 'e'];
    for (const { document } of peers) expect(document.ids()).toEqual(order);
    const { document } = peers[0]!;
    const between = document.insert('x0', 'code', '');
    expect(document.ids()).toEqual(['a', 'x0', between, 'y0', 'z0', 'b', 'c', 'd', 'e']);
  });
});

describe('merged updates', () => {
  it('keep what waits for an update that is not there yet', () => {
    const start = NotebookDocument.fromNotebook(START, () => 'unused').state();
    const peer = new Peer('p', start);
    for (let i = 0; i < 3; i++) peer.document.insert(null, 'code', `${i}`);
    const [first, ...later] = peer.sent as [Uint8Array, Uint8Array, Uint8Array];
    const merged = mergeUpdates([mergeUpdates(later), start]);
    const document = NotebookDocument.open([merged], () => 'unused');
    expect(document.ids()).toHaveLength(START.cells.length);
    document.apply(first);
    expect(document.read()).toEqual(peer.document.read());
  });
});
