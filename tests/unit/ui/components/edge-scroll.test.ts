import { describe, expect, it } from 'vitest';
import { edgeSpeed } from '../../../../src/ui/components/edge-scroll';

describe('scrolling while something is held near an edge', () => {
  it('stands still in the middle', () => {
    expect(edgeSpeed(300, 0, 600)).toBe(0);
    expect(edgeSpeed(57, 0, 600)).toBe(0);
  });
  it('goes faster the nearer the edge, and no faster beyond it', () => {
    const speeds = [590, 570, 550].map((y) => edgeSpeed(y, 0, 600));
    expect(speeds).toEqual([...speeds].sort((a, b) => b - a));
    expect(speeds[0]).toBeGreaterThan(speeds[2]!);
    expect(edgeSpeed(2000, 0, 600)).toBe(edgeSpeed(600, 0, 600));
  });
  it('goes up at the upper edge as fast as down at the lower one', () => {
    for (const y of [-50, 0, 10, 40])
      expect(edgeSpeed(y, 0, 600)).toBe(-edgeSpeed(600 - y, 0, 600));
  });
  it('does nothing for a place that is not known', () => {
    expect(edgeSpeed(NaN, 0, 600)).toBe(0);
  });
});
