/** Turns a file into a dataset version's objects, under the caller's lease; the caller commits. */
import { canonicalBytes } from '../../src/core/json/canonical';
import { isLoamError, LoamError } from '../../src/core/errors';
import { linkTo, type Link } from '../../src/core/hash/digest';
import { ingest } from '../../src/core/ingest/ingest';
import type { Reading } from '../../src/core/ingest/types';
import type { Clock } from '../../src/core/ports';
import { nextTurn, type Pause } from '../analyst/pause';
import type { IngestApi } from '../contract';
import { openOwnDesk, prepareOwnDesk, type OpenDesk } from './desk';
import { readingSource } from './reading-source';

/** Such a file is stored before a second thread has started. */
const SMALL_BYTES = 1_000_000;

/** Milliseconds between events, and between turns of the event loop. */
const PROGRESS_MS = 50;

export interface IngestWorkerEffects {
  /** For files of some size: beside the scan. */
  openDesk: OpenDesk;
  /** For the others. */
  openOwn: OpenDesk;
  now: Clock;
  pause: Pause;
}

const defaultEffects: IngestWorkerEffects = {
  openDesk: openOwnDesk,
  openOwn: openOwnDesk,
  now: () => performance.now(),
  pause: nextTurn,
};

export class Ingest implements IngestApi {
  readonly #effects: IngestWorkerEffects;

  constructor(effects: Partial<IngestWorkerEffects> = {}) {
    this.#effects = { ...defaultEffects, ...effects };
  }

  prepare: IngestApi['prepare'] = ({ workspace }) => prepareOwnDesk(workspace);

  read: IngestApi['read'] = async ({ workspace, lease, file, name, options }, context) => {
    const { openDesk, openOwn, now, pause } = this.#effects;
    const { signal } = context;
    const open = file.size < SMALL_BYTES ? openOwn : openDesk;
    const desk = await open(workspace, lease);
    let reported = now();
    try {
      const reading = desk.read(file);
      let done = 0;
      let label = '';
      const result = await ingest(readingSource(file, name, reading), options, {
        writer: desk,
        sink: desk,
        signal,
        progress(share, what) {
          done = share;
          label = what;
        },
        async pause() {
          if (now() - reported < PROGRESS_MS) return;
          context.progress({ done: 0.95 * done, label });
          await pause();
          reported = now();
        },
      });
      context.progress({ done: 0.95, label: 'Storing the columns' });
      const { manifest, profile } = result;
      const store = async (value: unknown): Promise<Link> =>
        linkTo(await desk.put(canonicalBytes(value)));
      const [manifestLink, profileLink, sha256] = await Promise.all([
        store(manifest),
        store(profile),
        reading.digest(),
      ]);
      if (signal.aborted) throw new LoamError('cancelled');
      context.progress({ done: 1, label: 'Read' });
      return {
        manifest,
        manifestLink,
        profile,
        profileLink,
        bytes: result.bytes,
        source: { name, bytes: file.size, sha256, reading: readingText(result.reading) },
        options: result.reading,
        preview: result.preview,
        issues: result.issues,
      };
    } catch (error) {
      throw naming(name, error);
    } finally {
      desk.close();
    }
  };
}

/** What is wrong with a file is said with the file's name. */
function naming(name: string, error: unknown): unknown {
  return isLoamError(error) && error.code.startsWith('file-')
    ? new LoamError(error.code, { name, ...error.facts }, { cause: error })
    : error;
}

const DELIMITER_WORDS = { ',': 'comma', '\t': 'tab', ';': 'semicolon', '|': 'bar' } as const;
const ENCODING_WORDS = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  'windows-1252': 'Windows-1252',
} as const;

/** e.g. "CSV, UTF-8, comma" */
export function readingText({ format, encoding, delimiter, header }: Reading): string {
  if (format !== 'csv') {
    return `${format === 'json' ? 'JSON' : 'JSON Lines'}, ${ENCODING_WORDS[encoding]}`;
  }
  const words = ['CSV', ENCODING_WORDS[encoding], DELIMITER_WORDS[delimiter]];
  return (header ? words : [...words, 'no header']).join(', ');
}
