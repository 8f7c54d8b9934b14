/** What is found about a model, in words, and as lines to copy. */
import type { Cell } from '../core/dataset/types';
import type { DataEvaluation } from '../core/evaluation/data-evaluation';
import { METRICS } from '../core/metrics/names';
import type { Dependence, Importance, SliceOf, Slices } from '../core/understand/types';
import { formatDay } from './cell-text';
import { formatNumber, plural } from './format';

/** Quoted where the separator, a quote or a line end is inside. */
export function linesText(lines: readonly (readonly Cell[])[], separator: ',' | '\t'): string {
  const write = (cell: Cell) => {
    const text = cell === null ? '' : String(cell);
    const plain = !text.includes(separator) && !/["\r\n]/.test(text);
    return plain ? text : `"${text.replaceAll('"', '""')}"`;
  };
  return lines.map((cells) => cells.map(write).join(separator)).join('\n') + '\n';
}

export function placeText(scale: Dependence['scale'], at: number | string | null): string {
  if (at === null) return 'missing';
  if (typeof at === 'string') return at;
  return scale === 'date' ? formatDay(at) : formatNumber(at);
}

export function sliceText(scale: Slices['scale'], of: SliceOf): string {
  switch (of.type) {
    case 'value':
      return of.value;
    case 'missing':
      return 'missing';
    case 'rest':
      return `${plural(of.values, 'other value')}`;
    case 'range':
      if (of.from === of.to) return placeText(scale, of.from);
      return `${placeText(scale, of.from)} to ${of.last ? '' : 'below '}${placeText(scale, of.to)}`;
    default:
      throw of satisfies never;
  }
}

/** What the gap between the best and the worst slice means, and what it does not. */
export function gapText({ gap, slices, scale, metric, varies }: Slices): string {
  if (!gap) return 'Fewer than two slices have enough rows to compare.';
  const named = (place: number) => `“${sliceText(scale, slices[place]!.of)}”`;
  const share = (gap.asLarge + 1) / (gap.shuffles + 1);
  const chance =
    varies === undefined
      ? `Cut at random into slices of these sizes, ${gap.asLarge} of ${gap.shuffles} cuts differ at least as much`
      : `Dealt to the slices at random (a group as a whole; within itself where it is in several), ${gap.asLarge} of ${gap.shuffles} deals differ at least as much`;
  const verdict =
    share <= 0.05 ? 'so it is unlikely to be chance alone.' : 'so it may well be chance.';
  return (
    `${METRICS[metric].label} differs by ${formatNumber(gap.size, 3)} between ${named(gap.best)} (best) and ` +
    `${named(gap.worst)} (worst). ${chance}, ${verdict} That makes up for the number of slices here, not for ` +
    'looking at one column after the other: of 20 columns, one looks this way by chance.'
  );
}

export function importanceLines({ columns, groups }: Importance): Cell[][] {
  const line = ({ columns: names, drop, low, high }: Importance['columns'][number]): Cell[] => [
    names.join(' + '),
    drop,
    low,
    high,
  ];
  return [['column', 'drop', 'low', 'high'], ...columns.map(line), ...groups.map(line)];
}

export function dependenceLines({ column, scale, points }: Dependence): Cell[][] {
  return [
    [column, 'mean', 'q10', 'q25', 'q50', 'q75', 'q90', 'rows near'],
    ...points.map(({ at, mean, quantiles, count }): Cell[] => [
      at === null ? null : scale === 'date' ? formatDay(Number(at)) : at,
      mean,
      ...quantiles,
      count,
    ]),
  ];
}

export function sliceLines(found: Slices): Cell[][] {
  const { column, scale, metric, slices, varies = 'rows' } = found;
  return [
    [column, 'rows', metric, 'low', 'high', 'interval by', 'interval over', 'groups'],
    ...slices.map(({ of, n, value, low, high, method, groups }): Cell[] => [
      sliceText(scale, of),
      n,
      value,
      low,
      high,
      method,
      varies,
      groups ?? null,
    ]),
  ];
}

/** The metrics on all rows, then those of the slices. */
export function dataEvaluationLines({ metrics, rows, slices }: DataEvaluation): Cell[][] {
  return [
    [
      'by',
      'slice',
      'rows',
      'metric',
      'value',
      'low',
      'high',
      'interval by',
      'interval over',
      'groups',
    ],
    ...metrics.map(({ name, value, low, high, method, varies, n }): Cell[] => [
      ...[null, 'all', rows],
      ...[name, value, low, high, method, varies, varies === 'groups' ? n : null],
    ]),
    ...slices.flatMap((found) => {
      const [, ...lines] = sliceLines(found);
      return lines.map(([slice, n, ...rest]): Cell[] => [
        ...[found.column, slice!, n!, found.metric],
        ...rest,
      ]);
    }),
  ];
}
