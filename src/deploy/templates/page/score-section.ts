/** The drop zone: a CSV goes in, the same CSV with predictions comes out as a download or a file. */
import { isLoamError } from '../../../core/errors';
import type { ModelContents } from '../../model/types';
import { askWhere, shouldAsk } from './ask-where';
import { dropZone } from './drop-zone';
import { element } from './element';
import { countOf } from './number-text';
import { BlobTarget, FileTarget, type SaveTarget } from './save-target';
import { scoreFile } from './score-file';
import { problemOf } from './score-problem';
import { progressView } from './score-progress';
import { scoreResult, type Place } from './score-result';

function scoredName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}-predicted${name.slice(dot)}` : `${name}-predicted.csv`;
}

function cancelledText(file: File, target: SaveTarget): string {
  const kept = `Cancelled. ${file.name} is as it was; nothing was kept.`;
  return target instanceof FileTarget ? `${kept} ${target.name} is empty.` : kept;
}

/** @param script what this page runs, to run it in a worker too */
export function scoreSection(contents: ModelContents, script: string): HTMLElement {
  const { manifest, preprocessing, weights } = contents.model;
  const outcome = element('div', { class: 'work' });
  const spoken = element('p', { class: 'spoken', role: 'status' });
  let running: AbortController | null = null;
  let address: string | null = null;

  function stopOthers(): void {
    running?.abort();
    running = null;
    if (address) URL.revokeObjectURL(address);
    address = null;
  }

  async function placeOf(target: SaveTarget, name: string): Promise<Place> {
    const saved = await target.finish();
    if (saved.type === 'file') return saved;
    address = URL.createObjectURL(saved.blob);
    return { type: 'download', address, name };
  }

  async function score(file: File, target: SaveTarget): Promise<void> {
    stopOthers();
    const mine = new AbortController();
    running = mine;
    const isOther = () => running !== mine;
    const progress = progressView(file.name, () => mine.abort());
    outcome.replaceChildren(progress.root);
    spoken.textContent = `Scoring ${file.name}`;
    try {
      const job = { file, model: { manifest, preprocessing, weights } };
      const { outcome: result, drift } = await scoreFile(script, job, target, {
        signal: mine.signal,
        onProgress: progress.show,
      });
      if (isOther()) return;
      if (result.type === 'header-mismatch') {
        await target.discard();
        spoken.textContent = '';
        outcome.replaceChildren(problemOf(file.name, result));
        return;
      }
      const place = await placeOf(target, scoredName(file.name));
      const where = place.type === 'file' ? `it is in ${place.name}` : 'the download is ready';
      spoken.textContent = `${countOf(result.rows, 'row')} scored; ${where}`;
      outcome.replaceChildren(scoreResult(contents, result, drift, place));
    } catch (error) {
      await target.discard().catch(() => undefined);
      if (isOther()) return;
      const isCancelled = isLoamError(error, 'cancelled');
      spoken.textContent = isCancelled ? 'Cancelled' : '';
      outcome.replaceChildren(
        isCancelled
          ? element('p', { class: 'muted' }, cancelledText(file, target))
          : problemOf(file.name, error),
      );
    }
  }

  function take(file: File): void {
    if (!shouldAsk(file)) return void score(file, new BlobTarget());
    stopOthers();
    spoken.textContent = '';
    outcome.replaceChildren(
      askWhere(
        file,
        scoredName(file.name),
        (target) => void score(file, target),
        (error) => outcome.replaceChildren(problemOf(file.name, error)),
      ),
    );
  }

  return element(
    'section',
    { 'aria-labelledby': 'file-title' },
    element('h2', { id: 'file-title' }, 'Score a file'),
    dropZone(manifest.inputs, take),
    spoken,
    outcome,
  );
}
