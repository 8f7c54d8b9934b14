/** Where a scored file goes: to the disk as it comes, or into blobs that the browser holds outside the page's heap. */

export type Saved = { type: 'download'; blob: Blob } | { type: 'file'; name: string };

export interface SaveTarget {
  write(piece: Blob): Promise<void>;
  finish(): Promise<Saved>;
  /** Lets go of what was written so far. */
  discard(): Promise<void>;
}

export class BlobTarget implements SaveTarget {
  #pieces: Blob[] = [];

  write(piece: Blob): Promise<void> {
    this.#pieces.push(piece);
    return Promise.resolve();
  }

  finish(): Promise<Saved> {
    return Promise.resolve({
      type: 'download',
      blob: new Blob(this.#pieces, { type: 'text/csv' }),
    });
  }

  discard(): Promise<void> {
    this.#pieces = [];
    return Promise.resolve();
  }
}

/** The part of the File System Access API that is used here. */
interface Writable {
  write(piece: Blob): Promise<void>;
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

  write(piece: Blob): Promise<void> {
    return this.writable.write(piece);
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
