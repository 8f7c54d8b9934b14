/**
 * The body of a request, as soon as its last byte is there: Fastify's own reading waits for the end of the stream, which
 * Node tells a turn later. A body in one piece, as nearly all are, is not copied.
 */
import type { IncomingMessage } from 'node:http';
import { badRequest, Refused } from '../http-error';

type Done = (error: Error | null, body?: Buffer) => void;

const tooLarge = () => new Refused('too-large', 'the body is larger than this server takes');

/**
 * @param limit bytes that a body may have
 * @param done is called once, with the bytes or with why there are none. They are to be read at once: they may lie in
 * what the socket is read into
 */
export function readBody(stream: IncomingMessage, limit: number, done: Done): void {
  const announced = stream.headers['content-length'];
  const whole = announced === undefined ? null : Number(announced);
  if (whole !== null && whole > limit) return done(tooLarge());
  const pieces: Buffer[] = [];
  let length = 0;

  function settle(error: Error | null, body?: Buffer): void {
    stream.off('data', onData).off('end', onEnd).off('error', onError);
    // What still comes is let through, so that the connection can be used again or be closed.
    stream.resume();
    done(error, body);
  }
  function bytes(): Buffer {
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length);
  }
  function onData(piece: Buffer): void {
    length += piece.length;
    if (length > limit) return settle(tooLarge());
    pieces.push(piece);
    if (length === whole) settle(null, bytes());
  }
  function onEnd(): void {
    settle(null, bytes());
  }
  function onError(): void {
    settle(badRequest('the body did not arrive whole'));
  }
  stream.on('data', onData).on('end', onEnd).on('error', onError);
}
