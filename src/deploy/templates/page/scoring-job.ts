/** The work of scoring one file, the same in a worker and, where there is none, in the page itself. */
import { blobPieces } from '../../../core/ingest/blob-pieces';
import { makePredictor, type Predictor } from '../../../ml/predict/predictor';
import { DriftCounter, type DriftReport } from '../../drift';
import type { SealedModel } from '../../model/types';
import { scoreCsv } from '../../scoring/score-csv';
import type { ScoreOptions, ScoreOutcome } from '../../scoring/types';

export interface ScoringJob {
  file: File;
  model: Pick<SealedModel, 'manifest' | 'preprocessing' | 'weights'>;
}

export interface Scored {
  outcome: ScoreOutcome;
  drift: DriftReport;
}

export interface Outlet {
  /** Takes pieces of about a megabyte. */
  write(piece: Blob): void;
  /** Awaited between batches; settles when more may be written. */
  ready(): Promise<void>;
}

const PIECE_BYTES = 1024 * 1024;

/** Makes blobs of bytes: the browser holds them outside of any heap, and the page never touches what is in them. */
class PieceJoiner {
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  constructor(readonly outlet: Outlet) {}

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes as Uint8Array<ArrayBuffer>);
    this.#bytes += bytes.length;
    if (this.#bytes >= PIECE_BYTES) this.flush();
  }

  flush(): void {
    if (this.#bytes > 0) this.outlet.write(new Blob(this.#pieces));
    this.#pieces = [];
    this.#bytes = 0;
  }
}

/** @throws LoamError as `scoreCsv` */
export async function scoreJob(
  { file, model }: ScoringJob,
  outlet: Outlet,
  options: Pick<ScoreOptions, 'signal' | 'onProgress'>,
): Promise<Scored> {
  const { manifest, preprocessing, weights } = model;
  const predictor = makePredictor(manifest, preprocessing, weights);
  const drift = new DriftCounter(manifest.inputs);
  const watched: Predictor = {
    ...predictor,
    predictTable(table, rows) {
      drift.addTable(table);
      return predictor.predictTable(table, rows);
    },
  };
  const joiner = new PieceJoiner(outlet);
  const outcome = await scoreCsv(
    { name: file.name, size: file.size, open: () => blobPieces(file) },
    manifest,
    watched,
    { ...options, write: (bytes) => joiner.add(bytes), pause: () => outlet.ready() },
  );
  joiner.flush();
  return { outcome, drift: drift.report() };
}
