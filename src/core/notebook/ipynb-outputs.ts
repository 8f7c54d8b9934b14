/** Outputs of cells as nbformat 4 has them; those of a file are untrusted, whatever their type. */
import { isJsonObject, own } from './json-text';
import type { Json, JsonObject } from './types';

/** What one output is under each MIME type: JSON under JSON types, else text (images in base64). */
export type MimeBundle = JsonObject;

export type NbOutput =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { output_type: 'display_data'; data: MimeBundle; metadata: JsonObject }
  | {
      output_type: 'execute_result';
      execution_count: number | null;
      data: MimeBundle;
      metadata: JsonObject;
    }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

/** Text as one string or as a list of its lines; null for anything else. */
export function joined(value: Json | undefined): string | null {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || !value.every((line) => typeof line === 'string')) return null;
  return value.join('');
}

/** As nbformat writes text: its lines, each with its line end. */
export function asLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function isJsonType(type: string): boolean {
  return type === 'application/json' || /^application\/[^;]*\+json$/.test(type);
}

function bundle(value: Json | undefined, change: (text: Json) => Json | null): MimeBundle | null {
  if (!isJsonObject(value)) return null;
  const entries = Object.entries(value).map(([type, content]): [string, Json | null] => [
    type,
    isJsonType(type) ? content : change(content),
  ]);
  // Object.fromEntries defines keys, so that one called `__proto__` is a key.
  return Object.fromEntries(entries.filter(([, content]) => content !== null)) as MimeBundle;
}

/** Null for what is no output of nbformat 4. */
export function readOutput(value: Json): NbOutput | null {
  if (!isJsonObject(value)) return null;
  const type = own(value, 'output_type');
  if (type === 'stream') {
    const text = joined(own(value, 'text'));
    const name = own(value, 'name') === 'stderr' ? 'stderr' : 'stdout';
    return text === null ? null : { output_type: 'stream', name, text };
  }
  if (type === 'error') {
    const [ename, evalue, traceback] = ['ename', 'evalue', 'traceback'].map((key) =>
      own(value, key),
    );
    const lines = Array.isArray(traceback)
      ? traceback.filter((line) => typeof line === 'string')
      : [];
    return {
      output_type: 'error',
      ename: joined(ename) ?? '',
      evalue: joined(evalue) ?? '',
      traceback: lines,
    };
  }
  if (type !== 'display_data' && type !== 'execute_result') return null;
  const data = bundle(own(value, 'data'), (text) => joined(text));
  if (!data) return null;
  const about = own(value, 'metadata');
  const metadata = isJsonObject(about) ? about : {};
  if (type === 'display_data') return { output_type: type, data, metadata };
  const count = own(value, 'execution_count');
  const execution_count = typeof count === 'number' && Number.isInteger(count) ? count : null;
  return { output_type: type, execution_count, data, metadata };
}

export function writeOutput(output: NbOutput): JsonObject {
  switch (output.output_type) {
    case 'stream':
      return { ...output, text: asLines(output.text) };
    case 'display_data':
    case 'execute_result': {
      const lines = (text: Json) => (typeof text === 'string' ? asLines(text) : text);
      return { ...output, data: bundle(output.data, lines)! };
    }
    case 'error':
      return { ...output };
    default:
      return output satisfies never;
  }
}
