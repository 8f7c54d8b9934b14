/** Where a scored file goes: to the disk as it comes, or into blobs that the browser holds outside the page's heap. */

export type Saved = { type: 'download'; blob: Blob } | { type: 'file'; name: string };

export interface SaveTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  finish(): Promise<Saved>;
  /** Lets go of what was written so far. */
  discard(): Promise<void>;
}

/** Finished pieces are handed to the browser in blobs of this size. */
const BLOB_BYTES = 8 * 1024 * 1024;

export class BlobTarget implements SaveTarget {
  #blobs: Blob[] = [];
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#pieces.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= BLOB_BYTES) this.#flush();
    return Promise.resolve();
  }

  finish(): Promise<Saved> {
    this.#flush();
    return Promise.resolve({ type: 'download', blob: new Blob(this.#blobs, { type: 'text/csv' }) });
  }

  discard(): Promise<void> {
    this.#blobs = [];
    this.#pieces = [];
    return Promise.resolve();
  }

  #flush(): void {
    this.#blobs.push(new Blob(this.#pieces));
    this.#pieces = [];
    this.#bytes = 0;
  }
}

/** The part of the File System Access API that is used here. */
interface Writable {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}
interface FileHandle {
  name: string;
  createWritable(): Promise<Writable>;
}
interface Picking {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileHandle>;
}

export class FileTarget implements SaveTarget {
  constructor(
    readonly name: string,
    readonly writable: Writable,
  ) {}

  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.writable.write(bytes);
  }

  async finish(): Promise<Saved> {
    await this.writable.close();
    return { type: 'file', name: this.name };
  }

  discard(): Promise<void> {
    return this.writable.abort();
  }
}

/** Whether the browser lets a page write a file as it goes. */
export function canPickFile(): boolean {
  return typeof (window as Picking).showSaveFilePicker === 'function';
}

/** Asks where to save; null where the person chose nothing. Needs a press just before. */
export async function pickFile(suggestedName: string): Promise<FileTarget | null> {
  try {
    const handle = await (window as Picking).showSaveFilePicker!({ suggestedName });
    return new FileTarget(handle.name, await handle.createWritable());
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
