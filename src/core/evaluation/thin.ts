import type { Point } from './types';

/**
 * At most `most` of the points, evenly spaced along the curve (by |dx| + |dy|), both ends kept; all of
 * them where they are no more. Points in the middle of a straight level or upright run go first.
 */
export function thin(points: readonly Point[], most: number): Point[] {
  const bends = points.filter((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (!before || !after) return true;
    return !(
      (before.x === point.x && point.x === after.x) ||
      (before.y === point.y && point.y === after.y)
    );
  });
  if (bends.length <= most) return bends;
  const along = new Float64Array(bends.length);
  for (let i = 1; i < bends.length; i++) {
    const [a, b] = [bends[i - 1]!, bends[i]!];
    along[i] = along[i - 1]! + Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
  }
  const step = along[bends.length - 1]! / (most - 1);
  const kept: Point[] = [];
  bends.forEach((point, i) => {
    const last = i === bends.length - 1;
    if (last || (kept.length < most - 1 && along[i]! >= kept.length * step)) kept.push(point);
  });
  return kept;
}
