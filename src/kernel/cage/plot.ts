/**
 * Observable Plot for the cage, which has no document: it draws into a DOM shim. `plot(options)` draws, and
 * has everything of the library: `plot.dot(rows, { x, y }).plot()`. Evaluated lazily; see libraries.ts.
 */
import * as Plot from '@observablehq/plot';
import { DOMParser } from 'linkedom';

const document = new DOMParser().parseFromString(
  '<!doctype html><html><body></body></html>',
  'text/html',
);

type Options = Record<string, unknown>;

const withDocument = <R>(draw: (options: never) => R) =>
  function draws(options: Options = {}): R {
    return draw({ ...options, document } as never);
  };

const draw = withDocument(Plot.plot);

(Plot.Mark as unknown as { prototype: Options }).prototype.plot = function plot(
  this: unknown,
  { marks = [], ...options }: Options & { marks?: unknown[] } = {},
) {
  return draw({ ...options, marks: [...marks, this] });
};

export const plot = Object.assign(draw, Plot, {
  plot: draw,
  legend: withDocument(Plot.legend),
});

const nodePrototype = (document as unknown as { defaultView: { Node: { prototype: object } } })
  .defaultView.Node.prototype;

/** The markup of an element of the shim; null for anything else. */
export function elementOf(value: object): { type: 'svg' | 'html'; text: string } | null {
  if (!Object.prototype.isPrototypeOf.call(nodePrototype, value)) return null;
  const { localName, outerHTML } = value as { localName?: string; outerHTML?: string };
  if (typeof outerHTML !== 'string') return null;
  return { type: localName === 'svg' ? 'svg' : 'html', text: outerHTML };
}
