/** Outputs of an `.ipynb` as what a cell shows. They come from anyone: nothing in them runs, markup is cleaned. */
import type { MimeBundle, NbOutput } from '../../../core/notebook/ipynb-outputs';
import type { ConsoleLine, Inspected, Output } from '../../../kernel/protocol';
import { NO_RESULT, type CellResult } from '../cell-results';

const MOST_TEXT = 20_000;
const MOST_LINES = 1_000;
const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** Escape sequences of terminals: colours, mostly. */
const TERMINAL = /\u001b\[[0-9;?]*[A-Za-z]/g;

export function fromNbOutputs(outputs: readonly NbOutput[]): CellResult {
  const result = { ...NO_RESULT, outputs: [] as Output[], console: [] as ConsoleLine[] };
  for (const output of outputs) {
    switch (output.output_type) {
      case 'stream': {
        const level = output.name === 'stderr' ? 'warn' : 'log';
        result.console.push(...linesOf(output.text, level));
        break;
      }
      case 'display_data':
      case 'execute_result': {
        const shown = fromBundle(output.data);
        if (shown) result.outputs.push(shown);
        break;
      }
      case 'error': {
        const { ename, evalue } = output;
        const message = plain(evalue);
        result.failure = {
          name: plain(ename) || 'Error',
          message,
          line: null,
          column: null,
          stack: [],
        };
        result.console.push(...linesOf(output.traceback.join('\n'), 'error'));
        break;
      }
      default:
        throw output satisfies never;
    }
  }
  result.dropped = Math.max(0, result.console.length - MOST_LINES);
  result.console = result.console.slice(-MOST_LINES);
  return result;
}

/** The richest form that can be shown here. */
function fromBundle(data: MimeBundle): Output | null {
  const textOf = (type: string) => {
    const content = Object.hasOwn(data, type) ? data[type] : undefined;
    return typeof content === 'string' ? content : null;
  };
  for (const mime of IMAGES) {
    const bytes = bytesOf(textOf(mime));
    if (bytes) return { type: 'image', mime, bytes };
  }
  const svg = textOf('image/svg+xml');
  if (svg !== null) return { type: 'svg', svg };
  const html = textOf('text/html');
  if (html !== null) return { type: 'html', html };
  const words = textOf('text/plain') ?? textOf('text/markdown') ?? textOf('text/latex');
  if (words !== null) return { type: 'html', html: `<pre>${escaped(plain(words))}</pre>` };
  const json = Object.hasOwn(data, 'application/json') ? data['application/json'] : undefined;
  if (json === undefined) return null;
  return { type: 'html', html: `<pre>${escaped(plain(JSON.stringify(json, null, 2)))}</pre>` };
}

function bytesOf(base64: string | null): Uint8Array | null {
  if (base64 === null) return null;
  try {
    return Uint8Array.from(atob(base64.replace(/\s+/g, '')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return null;
  }
}

function linesOf(text: string, level: ConsoleLine['level']): ConsoleLine[] {
  const lines = plain(text, Infinity).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => ({ level, values: [leaf(line)], repeats: 0 }));
}

function leaf(line: string): Inspected {
  const text = line.slice(0, MOST_TEXT);
  return { type: 'leaf', of: 'string', text, more: line.length - text.length };
}

function plain(text: string, most = MOST_TEXT): string {
  return text.replace(TERMINAL, '').slice(0, most);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
