/** Runs one bench module and prints its rows; called by scripts/bench.mjs. */
import type { Bench, Row } from '../bench/row';

const columns = ['task', 'metric', 'value', 'unit', 'peer', 'ratio', 'goal', 'met'] as const;

function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1000 ? value.toFixed(0) : size >= 10 ? value.toFixed(2) : value.toPrecision(4);
}

function cell(value: Row[keyof Row]): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'NO';
  return typeof value === 'number' ? number(value) : value;
}

function table(rows: Row[]): string {
  const lines = [[...columns], ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const numeric = new Set<string>(['value', 'peer', 'ratio']);
  return lines
    .map((line) =>
      line
        .map((text, i) =>
          numeric.has(columns[i] ?? '')
            ? text.padStart(widths[i] ?? 0)
            : text.padEnd(widths[i] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const [name, ...flags] = process.argv.slice(2);
const module = (await import(`../bench/${name}.ts`)) as Bench;
const rows = await module.bench();
console.log(table(rows));
if (flags.includes('--json')) console.log(JSON.stringify(rows));
process.exit(rows.some((row) => row.met === false) ? 1 : 0);
