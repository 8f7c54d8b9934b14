/**
 * Scores a delimited file as it streams by: the same text comes out, with prediction columns behind the
 * others. Cells are read by the rules of an import. Holds a piece of the file at a time; runs in a page,
 * a worker and in Node alike.
 */
import { LoamError } from '../../core/errors';
import { BlockReader } from '../../core/ingest/block-reader';
import { withoutMark } from '../../core/ingest/encoding';
import { IssueLog } from '../../core/ingest/issue-log';
import { CsvScanner } from '../../core/ingest/scan-csv';
import type { ModelManifest } from '../../core/model/types';
import type { AnyPredictor } from '../../ml/predict/later-predictor';
import { BatchScorer } from './batch-scorer';
import { ByteSink } from './byte-sink';
import { matchHeader } from './match-header';
import { openText } from './open-text';
import { BATCH_ROWS, RecordBatch } from './record-batch';
import type { ByteSource, ScoreOptions, ScoreOutcome, ScorePoint } from './types';

const UTF8_MARK = '\ufeff';

/**
 * @throws LoamError `file-empty`, `file-no-rows`, `file-not-text`, `file-unbalanced-quote`,
 * `file-cell-too-long`, `file-too-many-columns` or `cancelled`
 */
export async function scoreCsv(
  file: ByteSource,
  manifest: ModelManifest,
  predictor: AnyPredictor,
  { write, signal, onProgress, onPoint, from, pause }: ScoreOptions,
): Promise<ScoreOutcome> {
  const breathe = async () => {
    await pause?.();
    if (signal?.aborted) throw new LoamError('cancelled');
  };
  const { source, encoding, hasMark, head } = await openText(file, breathe);
  const layout = matchHeader(head, manifest.inputs);
  if (layout.lacking.length > 0) {
    return { type: 'header-mismatch', lacking: layout.lacking, names: layout.names };
  }

  const sink = new ByteSink();
  if (!from && (hasMark || encoding !== 'utf-8')) sink.addText(UTF8_MARK);
  const scorer = new BatchScorer(manifest, predictor, layout, sink, from);
  const scanner = new CsvScanner(layout.delimiter.charCodeAt(0), layout.names, new IssueLog());
  scanner.line = from?.line ?? 1;
  const skipped = from?.position ?? 0;
  const batch = new RecordBatch(layout.positions);
  const blocks = new BlockReader(withoutMark(source, skipped));
  const point = (): ScorePoint => ({
    position: skipped + blocks.taken - blocks.end + scanner.position,
    line: scanner.line,
    ...scorer.progress(),
  });
  try {
    let sawHeader = from !== undefined;
    while (!blocks.last) {
      await blocks.advance(scanner.position);
      scanner.position = 0;
      const { bytes, end, last, taken } = blocks;
      let isMore = true;
      while (isMore) {
        isMore = batch.fill(scanner, bytes, end, last, sawHeader ? BATCH_ROWS : 1) > 0;
        if (isMore && sawHeader) await scorer.score(batch);
        else if (isMore) scorer.header(batch);
        sawHeader ||= isMore;
        sink.add(bytes.subarray(batch.blankFrom, batch.blankTo));
        write(sink.take());
        onProgress?.(Math.min(1, (skipped + taken) / Math.max(1, source.size)), scorer.rows);
        if (sawHeader) onPoint?.(point);
        await breathe();
      }
    }
  } finally {
    await blocks.close();
  }
  if (scorer.rows === 0) throw new LoamError('file-no-rows', { name: file.name });
  return {
    type: 'scored',
    ...scorer.summary(),
    transcodedFrom: encoding === 'utf-8' ? null : encoding,
  };
}
