/** Bytes on a socket, and the status lines that come back until it is closed. */
import { connect } from 'node:net';

export function rawRequest(
  address: string,
  pieces: readonly (string | Buffer)[],
  pauseMs = 0,
): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    void (async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        if (pauseMs > 0) await new Promise((next) => setTimeout(next, pauseMs));
      }
    })();
  });
}
