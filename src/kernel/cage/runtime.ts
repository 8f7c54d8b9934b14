/**
 * Entry of the runtime: the first script that comes through the port into the cage's worker. It keeps the
 * port in this closure, takes the language as it is now, locks the worker down, and listens.
 */
import type { FromCage, ToCage } from '../protocol';
import { consoleOf } from './cell-console';
import { lockDown } from './lockdown';
import { apply, getterOf, own, uncurry } from './primordials';
import { Session } from './session';

const post = MessagePort.prototype.postMessage;
const dataOf = getterOf(MessageEvent.prototype, 'data')!;
const reasonOf = getterOf(PromiseRejectionEvent.prototype, 'reason')!;
const errorOf = getterOf(ErrorEvent.prototype, 'error')!;
const prevent = uncurry(Event.prototype.preventDefault);

export function start(port: MessagePort): void {
  const send = (message: FromCage): void => apply(post as (m: unknown) => void, port, [message]);
  const session = new Session(send);
  addEventListener('unhandledrejection', (event) => {
    prevent(event);
    session.stray(reasonOf(event));
  });
  addEventListener('error', (event) => {
    prevent(event);
    session.stray(errorOf(event));
  });
  port.onmessage = (event) => session.receive(dataOf(event) as ToCage);
  lockDown(globalThis);
  own(
    globalThis,
    'console',
    consoleOf((level, values) => session.log(level, values)),
  );
  send({ type: 'loaded', name: 'runtime', failure: null });
  send({ type: 'ready' });
}
