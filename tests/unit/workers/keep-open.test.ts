import { describe, expect, it } from 'vitest';
import { keepOpen } from '../../../workers/keep-open';

class FakeStore {
  isOpen = true;
  constructor(readonly workspace: string) {}
  close(): void {
    this.isOpen = false;
  }
  name(): string {
    return this.workspace;
  }
}

function opened() {
  const stores: FakeStore[] = [];
  const open = keepOpen((workspace) => {
    const store = new FakeStore(workspace);
    stores.push(store);
    return Promise.resolve(store);
  });
  return { open, stores, states: () => stores.map(({ workspace, isOpen }) => [workspace, isOpen]) };
}

describe('a store that is kept open between calls', () => {
  it('is opened once for calls that follow each other, or run at the same time', async () => {
    const { open, states } = opened();
    const [a, b] = await Promise.all([open('a'), open('a')]);
    expect([a.name(), b.name()]).toEqual(['a', 'a']);
    a.close();
    b.close();
    (await open('a')).close();
    expect(states()).toEqual([['a', true]]);
  });

  it('is closed when another workspace is asked for, but not under a call that uses it', async () => {
    const { open, states } = opened();
    const first = await open('a');
    const second = await open('b');
    expect(states()).toEqual([
      ['a', true],
      ['b', true],
    ]);
    first.close();
    first.close();
    second.close();
    expect(states()).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  it('is opened anew where another tab has made it let go', async () => {
    const { open, stores, states } = opened();
    (await open('a')).close();
    stores[0]!.isOpen = false;
    const again = await open('a');
    expect(again.isOpen).toBe(true);
    expect(states()).toEqual([
      ['a', false],
      ['a', true],
    ]);
  });

  it('is asked for again after it could not be opened', async () => {
    let gone = true;
    const open = keepOpen((workspace) =>
      gone ? Promise.reject(new Error('gone')) : Promise.resolve(new FakeStore(workspace)),
    );
    await expect(open('a')).rejects.toThrow('gone');
    gone = false;
    expect((await open('a')).name()).toBe('a');
  });
});
