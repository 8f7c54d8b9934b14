/** Settings of a study in words, and its trials as text to paste elsewhere. */
import type { MetricName } from '../core/metrics/names';
import type { ParameterValue, Sampler, Space } from '../core/study/types';
import { kindName, LINE_WORDS, type StudyLine } from './study-lines';
import { formatDuration, NO_VALUE } from './format';
import { tickLabel } from './components/scale';

const LABELS: Record<string, string> = {
  'model.kind': 'Model',
  'model.l2': 'L2',
  'model.leaves': 'Leaves',
  'model.depth': 'Depth',
  'model.leastRows': 'Rows per leaf',
  'model.columnShare': 'Share of columns',
  'model.rowShare': 'Share of rows',
  'model.hidden': 'Hidden layers',
  'model.dropout': 'Dropout',
  'trainer.learningRate': 'Learning rate',
  'trainer.epochs': 'Epochs',
  'trainer.batch': 'Batch',
};

/** By the path that names it. */
export function dimensionLabel(name: string): string {
  return LABELS[name] ?? name;
}

export const SAMPLERS: Record<Sampler, { label: string; hint: string }> = {
  tpe: {
    label: 'Learning from the trials so far (TPE)',
    hint: 'After a few random ones it looks where good ones were found.',
  },
  random: { label: 'Random', hint: 'Every trial is drawn anew: good to get an overview.' },
  grid: { label: 'Grid', hint: 'Every combination of evenly spaced values, then it ends.' },
};

export function parameterText(value: ParameterValue | undefined): string {
  if (value === undefined) return NO_VALUE;
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.join(' · ');
  if (typeof value === 'number') return tickLabel(value);
  return typeof value === 'string' ? kindName(value) : value ? 'yes' : 'no';
}

/** In whole seconds: nobody knows better. */
export function leftText(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole}\u00a0s` : formatDuration(whole * 1000);
}

/** One line per trial below a line of names; numbers in full. */
export function trialsText(
  lines: readonly StudyLine[],
  space: Space,
  metric: MetricName,
  separator: ',' | '\t',
): string {
  const head = [
    'trial',
    'state',
    ...[`${metric}_mean`, `${metric}_sd`, metric, `${metric}_low`, `${metric}_high`],
    ...space.map(({ name }) => name),
    'seconds',
  ];
  const rows = lines.map((line) => [
    String(line.number + 1),
    LINE_WORDS[line.state],
    ...[line.mean, line.sd, line.score?.value, line.score?.low, line.score?.high].map(number),
    ...space.map(({ name }) => plain(line.parameters[name])),
    number(line.seconds),
  ]);
  return [head, ...rows]
    .map((cells) => cells.map((cell) => quoted(cell, separator)).join(separator))
    .join('\n');
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

function plain(value: ParameterValue | undefined): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
