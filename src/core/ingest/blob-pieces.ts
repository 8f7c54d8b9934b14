/** The part of a Blob that is needed here; core knows no browser. */
export interface Streamed {
  stream(): {
    getReader(): {
      read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
      cancel(): Promise<void>;
    };
  };
}

/** Its bytes, piece by piece, as its stream gives them. Leaving early lets go of the stream. */
export async function* blobPieces(blob: Streamed): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || !value) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
