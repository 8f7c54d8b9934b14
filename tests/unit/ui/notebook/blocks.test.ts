import { describe, expect, it } from 'vitest';
import { Blocks, FULL } from '../../../../src/ui/notebook/cells/blocks';
import { seeded } from '../../../support/seeded';

const ids = (n: number) => Array.from({ length: n }, (_, i) => `c${i}`);
const blocks = () => new Blocks<string>((id) => id);

describe('a list in blocks', () => {
  it('is one block while it is short, and none while it is empty', () => {
    expect(blocks().split([])).toEqual([]);
    expect(blocks().split(ids(3))).toEqual([{ key: 0, from: 0, rows: ['c0', 'c1', 'c2'] }]);
  });

  it('keeps a row in its block when another comes before it', () => {
    const kept = blocks();
    const before = kept.split(ids(3 * FULL));
    const after = kept.split(['new', ...ids(3 * FULL)]);
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(after[0]!.rows[0]).toBe('new');
    expect(after[1]!.rows).toEqual(before[1]!.rows);
  });

  it('is the very same block where nothing in it has changed', () => {
    const kept = blocks();
    const before = kept.split(ids(3 * FULL));
    const list = ids(3 * FULL);
    list[FULL + 1] = 'other';
    const after = kept.split(list);
    expect(after.map((block, i) => block === before[i])).toEqual([true, false, true]);
  });

  it('has every row once, in order, in blocks of bounded length and with keys of their own, whatever happens', () => {
    const { uniform: random } = seeded(20261127);
    const kept = blocks();
    let list = ids(200);
    for (let step = 0; step < 400; step++) {
      const at = Math.floor(random() * (list.length + 1));
      const kind = random();
      if (kind < 0.4) list = [...list.slice(0, at), `n${step}`, ...list.slice(at)];
      else if (kind < 0.6) list = list.filter((_, i) => i !== at);
      else if (kind < 0.9) {
        const from = Math.floor(random() * list.length);
        const moved = list[from]!;
        const rest = list.filter((_, i) => i !== from);
        list = [...rest.slice(0, at), moved, ...rest.slice(at)];
      } else list = [...list, ...Array.from({ length: 40 }, (_, i) => `m${step}.${i}`)];
      const split = kept.split(list);
      expect(split.flatMap(({ rows }) => rows)).toEqual(list);
      expect(new Set(split.map(({ key }) => key)).size).toBe(split.length);
      expect(Math.max(...split.map(({ rows }) => rows.length))).toBeLessThanOrEqual(2 * FULL);
      split.forEach(({ from, rows }) => expect(list[from]).toBe(rows[0]));
    }
  });
});
