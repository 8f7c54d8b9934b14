import { describe, expect, it } from 'vitest';
import { ConsoleLines } from '../../../../src/kernel/cage/console-lines';
import type { ConsoleLine } from '../../../../src/kernel/protocol';

function bench(pace = 0) {
  let now = 0;
  const waiting: (() => void)[] = [];
  const sent: { lines: ConsoleLine[]; dropped: number }[] = [];
  const lines = new ConsoleLines({
    now: () => (now += pace),
    later: (work) => waiting.push(work),
    keep: () => 1,
    send: (lines, dropped) => sent.push({ lines, dropped }),
  });
  return {
    lines,
    sent,
    later: () => waiting.splice(0).forEach((work) => work()),
    pass: (ms: number) => (now += ms),
  };
}

describe('the console of a run', () => {
  it('sends the first line at once, then at most one batch per 50 ms', () => {
    const { lines, sent, later } = bench();
    for (let i = 0; i < 10; i++) lines.write('log', [i]);
    expect(sent).toHaveLength(1);
    later();
    expect(sent.map(({ lines }) => lines.length)).toEqual([1, 9]);
  });

  it('sends while a loop lets no timer fire', () => {
    const { lines, sent, pass } = bench();
    lines.write('log', [1]);
    lines.write('log', [2]);
    pass(50);
    lines.write('log', [3]);
    expect(sent.map(({ lines }) => lines.length)).toEqual([1, 2]);
  });

  it('counts equal lines that follow at once, and tells texts from numbers', () => {
    const { lines, sent, later } = bench();
    lines.write('log', ['first']);
    for (let i = 0; i < 5; i++) lines.write('warn', ['again', 1]);
    lines.write('warn', ['again', '1']);
    lines.write('error', ['again', '1']);
    later();
    expect(sent[1]?.lines.map(({ level, repeats }) => [level, repeats])).toEqual([
      ['warn', 4],
      ['warn', 0],
      ['error', 0],
    ]);
  });

  it('keeps 1,000 lines of a run and counts the others', () => {
    const { lines, sent } = bench(1);
    for (let i = 0; i < 100_000; i++) lines.write('log', [i, { i }]);
    lines.flush();
    expect(sent.flatMap((batch) => batch.lines)).toHaveLength(1_000);
    expect(sent.at(-1)?.dropped).toBe(99_000);
    expect(sent.length).toBeLessThan(5_000);
  });
});
