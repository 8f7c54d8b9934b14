/** Reads `log.jsonl` line by line and holds each entry against its shape, its own text and the chain. */
import { LoamError } from '../../core/errors';
import { identityOf } from '../../core/hash/digest';
import { canonicalJson } from '../../core/json/canonical';
import { followsFrom } from '../../core/log/entry';
import { parseEntry } from '../../core/log/entry-shape';
import type { LogEntry } from '../../core/log/types';
import { damaged } from './archive-errors';
import { LOG_JSONL } from './workspace-json';

const LONGEST_LINE = 16 * 1024 * 1024;

/** Told from a changed byte in an entry that we do know. */
function keepsItsId(value: object): boolean {
  const { id, ...body } = value as { id?: unknown };
  return identityOf(body) === id;
}

function entryIn(line: string, previous: LogEntry | null): LogEntry {
  const at = (previous?.seq ?? 0) + 1;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw damaged('a line of its log is not JSON', { entry: LOG_JSONL, line: at });
  }
  const parsed = parseEntry(value);
  if (!parsed.ok) {
    throw parsed.reason === 'newer' && keepsItsId(value as object)
      ? new LoamError('newer-data', { line: at })
      : damaged('a line of its log is no entry', { entry: LOG_JSONL, line: at });
  }
  if (!followsFrom(previous, parsed.entry).ok)
    throw damaged('its log is broken', { entry: LOG_JSONL, line: at });
  if (canonicalJson(parsed.entry) !== line) {
    throw damaged('a line of its log is not in normal form', { entry: LOG_JSONL, line: at });
  }
  return parsed.entry;
}

/** @throws LoamError `archive-damaged`, `newer-data` */
export async function* readLog(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<LogEntry> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const text = (piece?: Uint8Array): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw damaged('its log is not UTF-8');
    }
  };
  let previous: LogEntry | null = null;
  let open = '';
  for await (const piece of pieces) {
    const lines = (open + text(piece)).split('\n');
    open = lines.pop() ?? '';
    if (open.length > LONGEST_LINE) throw damaged('a line of its log is too long');
    for (const line of lines) {
      previous = entryIn(line, previous);
      yield previous;
    }
  }
  if (open + text() !== '') throw damaged('its log ends in the middle of a line');
}
