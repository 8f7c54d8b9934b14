/** What a cell shows as outputs of an `.ipynb`, in the forms that other programs can show. */
import type { MimeBundle, NbOutput } from '../../../core/notebook/ipynb-outputs';
import { toBase64 } from '../../../deploy/page/base64';
import type { Inspected, Output, TableCell } from '../../../kernel/protocol';
import type { CellView } from '../types';

type Result = Pick<CellView, 'outputs' | 'console' | 'failure'>;

/** Trainings, inputs and presses have no form there. */
export function toNbOutputs({ outputs, console, failure }: Result): NbOutput[] {
  const written: NbOutput[] = [];
  for (const { level, values, repeats } of console) {
    const name = level === 'warn' || level === 'error' ? 'stderr' : 'stdout';
    const line = `${values.map(textOf).join(' ')}${repeats > 0 ? ` (× ${repeats + 1})` : ''}\n`;
    const last = written.at(-1);
    if (last?.output_type === 'stream' && last.name === name) last.text += line;
    else written.push({ output_type: 'stream', name, text: line });
  }
  for (const output of outputs) {
    const data = bundleOf(output);
    if (data) written.push({ output_type: 'display_data', data, metadata: {} });
  }
  if (failure) {
    const { name, message, stack } = failure;
    const traceback = [`${name}: ${message}`, ...stack];
    written.push({ output_type: 'error', ename: name, evalue: message, traceback });
  }
  return written;
}

function bundleOf(output: Output): MimeBundle | null {
  switch (output.type) {
    case 'value':
      return { 'text/plain': textOf(output.value) };
    case 'table':
      return { 'text/html': tableMarkup(output.table) };
    case 'html':
      return { 'text/html': output.html };
    case 'svg':
      return { 'image/svg+xml': output.svg };
    case 'image':
      return { [output.mime]: toBase64(output.bytes) };
    case 'control':
    case 'run':
    case 'study':
    case 'press':
      return null;
    default:
      throw output satisfies never;
  }
}

function textOf(value: Inspected): string {
  if (value.type === 'leaf') return value.more > 0 ? `${value.text}…` : value.text;
  const inside = value.entries.map(({ key, value: inner }) => `${key}: ${textOf(inner)}`);
  if (value.entries.length < value.size) inside.push('…');
  return `${value.of} {${inside.join(', ')}}`;
}

/** The first rows. */
function tableMarkup({
  columns,
  rows,
  first,
}: Extract<Output, { type: 'table' }>['table']): string {
  const head = columns.map(({ name }) => `<th>${escaped(name)}</th>`).join('');
  const cell = (each: TableCell) => `<td>${each === null ? '' : escaped(String(each))}</td>`;
  const body = first.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('');
  const more = rows > first.length ? `<p>the first ${first.length} of ${rows} rows</p>` : '';
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>${more}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
