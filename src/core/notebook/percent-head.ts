/** The comment at the top of a notebook's text file. */
import { isJsonObject, parseJson, writeJson } from './json-text';
import type { JsonObject, Notebook, RunMode } from './types';

const FORMAT = /^\/\/ loam\.notebook\/(\d+)[ \t]*$/;
const KNOWN = '1';

export function writeHead({ title, mode, metadata }: Omit<Notebook, 'cells'>): string[] {
  const lines = ['// loam.notebook/1', `// title: ${writeJson(title)}`, `// mode: ${mode}`];
  if (Object.keys(metadata).length > 0) lines.push(`// metadata: ${writeJson(metadata)}`);
  return lines;
}

export interface Head {
  title: string;
  mode: RunMode;
  metadata: JsonObject;
  /** Whether the file is one of ours. */
  ours: boolean;
  /** How many lines it takes. */
  length: number;
  /** `line` from 1. */
  problems: { line: number; message: string }[];
}

/** The front matter of other programs, kept as it is. */
function foreignHead(lines: readonly string[]): Head {
  const head: Head = {
    title: '',
    mode: 'reactive',
    metadata: {},
    ours: false,
    length: 0,
    problems: [],
  };
  if (lines[0]?.trimEnd() !== '// ---') return head;
  const end = lines.findIndex((line, i) => i > 0 && line.trimEnd() === '// ---');
  if (end < 0 || !lines.slice(0, end).every((line) => line.startsWith('//'))) return head;
  const inside = lines.slice(1, end).map((line) => line.replace(/^\/\/ ?/, ''));
  const title = inside.find((line) => line.startsWith('title:'))?.slice('title:'.length);
  head.title = title?.trim().replace(/^(["'])(.*)\1$/, '$2') ?? '';
  head.metadata = { header: inside.join('\n') };
  head.length = end + 1;
  return head;
}

/** @param lines those before the first cell */
export function readHead(lines: readonly string[]): Head {
  const format = FORMAT.exec(lines[0] ?? '')?.[1];
  if (format === undefined) return foreignHead(lines);
  const head: Head = {
    title: '',
    mode: 'reactive',
    metadata: {},
    ours: true,
    length: 1,
    problems: [],
  };
  const problem = (message: string) => head.problems.push({ line: head.length + 1, message });
  if (format !== KNOWN) {
    const message =
      'A newer version of Loam wrote this file; what this one does not know is left out.';
    head.problems.push({ line: 1, message });
  }
  for (; head.length < lines.length; head.length++) {
    const field = /^\/\/ (title|mode|metadata): (.*)$/.exec(lines[head.length]!);
    if (!field) break;
    const [, key, written] = field as unknown as [string, string, string];
    if (key === 'mode') {
      head.mode = written.trim() === 'lazy' ? 'lazy' : 'reactive';
      if (!['lazy', 'reactive'].includes(written.trim()))
        problem('The mode is neither lazy nor reactive.');
      continue;
    }
    const value = parseJson(written);
    if (key === 'title') head.title = typeof value === 'string' ? value : written.trim();
    else if (isJsonObject(value)) head.metadata = value;
    else problem('The metadata of the notebook is not readable, and was left out.');
  }
  return head;
}
