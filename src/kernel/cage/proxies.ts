/**
 * Which objects are proxies. The language does not tell, and to look at one runs its traps; so in the cage
 * `Proxy` remembers what it made, and nothing that looks at values ever looks at one.
 */
import { construct, hasOwn, NativeProxy, own, safeWeakSet } from './primordials';

const made = safeWeakSet<object>();

export function isProxy(value: object): boolean {
  return made.has(value);
}

/** Put in place of the global `Proxy` before any cell runs. */
export function rememberProxies(scope: typeof globalThis): void {
  const nativeRevocable = NativeProxy.revocable;
  const remembering = function Proxy(target: object, handler: ProxyHandler<object>): object {
    if (!new.target) throw new TypeError("Constructor Proxy requires 'new'");
    const proxy = construct(NativeProxy, [target, handler]) as object;
    made.add(proxy);
    return proxy;
  };
  own(remembering, 'revocable', (target: object, handler: ProxyHandler<object>) => {
    const revocable = nativeRevocable(target, handler);
    made.add(revocable.proxy);
    return revocable;
  });
  if (hasOwn(remembering, 'prototype')) remembering.prototype = undefined;
  own(scope, 'Proxy', remembering);
}
