/** ISO 8601 date or date-time, read as importing a file reads it; NaN for anything else. No zone means UTC. */
import { parseDate, type ParsedDate } from '../../core/ingest/parse-date';

const encoder = new TextEncoder();

export function readDate(text: string): number {
  const bytes = encoder.encode(text.trim());
  const parsed: ParsedDate = { value: NaN, time: false };
  return parseDate(bytes, 0, bytes.length, 'ymd', parsed) ? parsed.value : NaN;
}
