/** Asks where a large scored file should go, before anything is computed. */
import { element } from './element';
import { readable } from './number-text';
import { BlobTarget, canPickFile, pickFile, type SaveTarget } from './save-target';

/** Smaller files are kept in the browser until they are downloaded, without asking. */
const LARGE_BYTES = 64 * 1024 * 1024;

export function shouldAsk(file: File): boolean {
  return file.size > LARGE_BYTES && canPickFile();
}

export function askWhere(
  file: File,
  suggestedName: string,
  goOn: (target: SaveTarget) => void,
  fail: (error: unknown) => void,
): HTMLElement {
  const toDisk = element('button', { type: 'button', class: 'go' }, 'Choose where to save');
  const toBrowser = element('button', { type: 'button' }, 'Download at the end');
  toDisk.addEventListener('click', () => {
    pickFile(suggestedName).then((target) => {
      if (target) goOn(target);
    }, fail);
  });
  toBrowser.addEventListener('click', () => goOn(new BlobTarget()));
  return element(
    'div',
    { class: 'card work' },
    element(
      'p',
      {},
      `${file.name} has ${readable(file.size / 1e6, 3)} MB. It can be scored straight into a file of yours, or into the browser's own storage, to download at the end.`,
    ),
    element('div', { class: 'row' }, toDisk, toBrowser),
  );
}
