/** Which kind of output a value is. Nothing for undefined; whatever has no better form is inspected. */
import type { Output } from '../protocol';
import { inspect, type Keep } from './inspect';
import { markupOf } from './markup';
import { apply, exec, getterOf, settle } from './primordials';
import { isProxy } from './proxies';
import { recordsSource, shownTable, type TableSource } from './tables';

/** Longer markup would hold up the page that sanitises it. */
const MARKUP = 5_000_000;
const IMAGE_BYTES = 50_000_000;
const IMAGE_TYPE = /^image\/(png|jpeg|gif|webp|avif)$/;

/** What the larger libraries know of their own values, once they are there. */
export interface Knowing {
  /** The markup of an element of the DOM shim. */
  elementOf(value: object): { type: 'svg' | 'html'; text: string } | null;
  tableOf(value: object): TableSource | null;
}

const blobType = typeof Blob === 'undefined' ? null : getterOf(Blob.prototype, 'type');
const blobSize = typeof Blob === 'undefined' ? null : getterOf(Blob.prototype, 'size');
const blobBytes = typeof Blob === 'undefined' ? null : Blob.prototype.arrayBuffer;
const bitmapWidth =
  typeof ImageBitmap === 'undefined' ? null : getterOf(ImageBitmap.prototype, 'width');

function asked(getter: ((self: unknown) => unknown) | null, value: object): unknown {
  try {
    return getter?.(value);
  } catch {
    return undefined;
  }
}

function markup(type: 'svg' | 'html', text: string): Output {
  if (text.length > MARKUP) {
    const says = `${type} of ${text.length} characters, too long to show`;
    return {
      type: 'value',
      value: { type: 'leaf', of: 'unreadable', text: says, more: text.length },
    };
  }
  return type === 'svg' ? { type, svg: text } : { type, html: text };
}

/** At once what can be shown at once; null shows nothing. */
export function outputOf(value: unknown, keep: Keep, knowing: Knowing): Output | null {
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null || isProxy(value)) {
    return { type: 'value', value: inspect(value, keep) };
  }
  const shown = markupOf(value) ?? knowing.elementOf(value);
  if (shown) return markup(shown.type, shown.text);
  const table = knowing.tableOf(value) ?? recordsSource(value);
  if (table) return { type: 'table', table: shownTable(table, keep(table)) };
  return { type: 'value', value: inspect(value, keep) };
}

/**
 * Images take a moment to become bytes. False where the value is none; else `done` follows, with null when
 * the image could not be read.
 */
export function readImage(value: unknown, done: (output: Output | null) => void): boolean {
  if (typeof value !== 'object' || value === null || isProxy(value)) return false;
  const type = asked(blobType, value);
  if (typeof type === 'string' && exec(IMAGE_TYPE, type)) {
    if ((asked(blobSize, value) as number) > IMAGE_BYTES) return false;
    settle(
      apply(blobBytes!, value as Blob, []),
      (bytes) => done({ type: 'image', mime: type, bytes: new Uint8Array(bytes) }),
      () => done(null),
    );
    return true;
  }
  const width = asked(bitmapWidth, value);
  if (typeof width !== 'number' || width === 0 || typeof OffscreenCanvas === 'undefined')
    return false;
  const bitmap = value as ImageBitmap;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  settle(
    canvas.convertToBlob({ type: 'image/png' }),
    (blob) => {
      if (!readImage(blob, done)) done(null);
    },
    () => done(null),
  );
  return true;
}
