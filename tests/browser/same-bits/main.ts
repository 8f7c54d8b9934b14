/** A page that trains every job in a worker and says what came of it. */
export interface HashRequest {
  threads: number;
}

declare global {
  interface Window {
    hashes(request: HashRequest): Promise<Record<string, string>>;
  }
}

window.hashes = (request) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hashes.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({
      data,
    }: MessageEvent<{ hashes?: Record<string, string>; error?: string }>) => {
      worker.terminate();
      if (data.hashes) resolve(data.hashes);
      else reject(new Error(data.error));
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  });
