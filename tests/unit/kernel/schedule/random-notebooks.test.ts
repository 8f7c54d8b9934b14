/** Random notebooks, edits, runs and ends against a fresh run in dependency order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeNotebook } from '../fake-notebook';

const CELLS = 7;
const names = Array.from({ length: CELLS }, (_, i) => `v${i}`);

/** What a cell may say: mostly its own name from lower ones, now and then any (two of a name, circles). */
const text = fc.record({
  wild: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  declares: fc.nat(CELLS - 1),
  uses: fc.uniqueArray(fc.nat(CELLS - 1), { maxLength: 3 }),
  version: fc.nat(3),
});
type Text = typeof text extends fc.Arbitrary<infer T> ? T : never;

function sourceOf(cell: string, { wild, declares, uses, version }: Text): string {
  const own = wild ? declares : Number(cell.slice('cell'.length));
  const others = uses.filter((other) => (wild ? other !== own : other < own));
  return `const v${own} = [${[version, ...others.map((other) => `v${other}`)].join(', ')}]`;
}

const cell = fc.constantFrom(...names.map((_, i) => `cell${i}`));

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), cell, text, at: fc.nat(CELLS), approved: chance() }),
  fc.record({ do: fc.constant('edit' as const), cell, text, approved: chance() }),
  fc.record({ do: fc.constantFrom('remove', 'run', 'control', 'tick', 'approve', 'stop'), cell }),
  fc.record({ do: fc.constant('run'), cell }),
  fc.record({
    do: fc.constant('end' as const),
    outcome: fc.constantFrom('done', 'done', 'done', 'done', 'failed', 'ready', 'stopped'),
  }),
  fc.record({
    do: fc.constantFrom('all', 'stale', 'reactive', 'lazy', 'settle', 'settle', 'lost'),
  }),
);

function chance() {
  return fc.integer({ min: 0, max: 7 }).map((n) => n > 0);
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function take(book: FakeNotebook, each: Step): void {
  const known = 'cell' in each && book.page.includes(each.cell);
  switch (each.do) {
    case 'add':
      if (!known) {
        const at = Math.min(each.at, book.page.length);
        book.add(each.cell, sourceOf(each.cell, each.text), { at, approved: each.approved });
      }
      return;
    case 'edit':
      if (known) book.edit(each.cell, sourceOf(each.cell, each.text), each.approved);
      return;
    case 'end':
      if (book.running) book.end(each.outcome as 'done');
      return;
    case 'all':
      book.runAll();
      return;
    case 'stale':
      book.apply({ type: 'run-stale' });
      return;
    case 'reactive':
    case 'lazy':
      book.apply({ type: 'mode-changed', mode: each.do });
      return;
    case 'lost':
      book.restart();
      return;
    case 'settle':
      book.settle();
      return;
    default:
      if (known) takeAtCell(book, each);
  }
}

function takeAtCell(book: FakeNotebook, each: Step): void {
  const { cell: id } = each as { cell: string };
  if (each.do === 'remove') book.remove(id);
  if (each.do === 'run') book.run(id);
  if (each.do === 'approve') book.apply({ type: 'approved', cell: id });
  if (each.do === 'stop') book.apply({ type: 'stop-requested', cell: id });
  if (each.do === 'control' && !book.running && book.stateOf(id) === 'done') book.control(id);
  if (each.do === 'tick' && !book.running && book.stateOf(id) === 'done') book.tick(id);
}

/** What holds at every moment; that no cell begins with an input that is not done is checked by the fake. */
function check(book: FakeNotebook): void {
  for (const id of book.page) {
    const state = book.stateOf(id);
    if (state === 'running') expect(book.running?.cell).toBe(id);
    if (state === 'queued') expect(book.running, 'a queue without a run').not.toBeNull();
    if (state !== 'done' || book.graph.hasProblems(id)) continue;
    for (const input of book.graph.ancestorsOf(id)) {
      expect(['done', 'queued']).toContain(book.stateOf(input));
    }
  }
  for (const id of book.held.keys()) {
    expect(book.page.includes(id) || book.running?.cell === id, `${id} was deleted`).toBe(true);
  }
  for (const name of names) {
    const declared = book.page.filter((id) => book.graph.declaresOf(id).includes(name));
    if (declared.length !== 1) expect(book.read(name)).toBeUndefined();
  }
}

test('whatever happens, what is done has the values of a fresh run, once all is at rest', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('reactive' as const, 'lazy' as const),
      fc.array(text, { minLength: 4, maxLength: CELLS }),
      fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
      (mode, texts, steps) => {
        const book = new FakeNotebook(mode);
        texts.forEach((each, i) =>
          book.add(`cell${i}`, sourceOf(`cell${i}`, each), { at: i % 2 ? 0 : i }),
        );
        book.runAll().settle();
        for (const each of steps) {
          take(book, each);
          check(book);
        }
        book.settle();
        check(book);
        for (const id of book.page) {
          if (book.stateOf(id) !== 'done' || book.graph.hasProblems(id)) continue;
          expect(book.held.get(id)?.value).toBe(book.fresh(id));
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('a run of everything ends with every cell done that could run, in dependency order', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('reactive' as const, 'lazy' as const),
      fc.uniqueArray(fc.nat(19), { minLength: 20, maxLength: 20 }),
      fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 60 }),
      (mode, page, edges) => {
        const book = new FakeNotebook(mode);
        for (const i of page) {
          const uses = edges
            .filter(([from, to]) => to === i && from < i)
            .map(([from]) => `n${from}`);
          book.add(`c${i}`, `const n${i} = [${uses.join()}]`);
        }
        book.runAll().settle();
        expect(book.began).toEqual(book.graph.order());
        for (const id of book.page) {
          expect([id, book.stateOf(id)]).toEqual([id, 'done']);
          expect(book.held.get(id)!.value).toBe(book.fresh(id));
        }
      },
    ),
    { numRuns: 100 },
  );
});
