/** `loam.model.code`: a network whose weights a function of the notebook learns. */
import type { JsonObject } from '../../core/notebook/types';
import type { LoamDeps } from './call';
import { plain } from './plain';
import { callback, refuse, shown } from './refuse';
import { toSpec, type Spec, type SpecOptions } from './spec';

const AT = 'loam.model.code';

/** The function is named, not passed: it runs again by its name, in a cage of its own. */
export function codeSpec({ declared }: LoamDeps, o: unknown): Spec {
  if (o === null || typeof o !== 'object' || Array.isArray(o)) {
    return refuse(AT, `is ${shown(o)}; give { fit, layers }, fit a function of a cell.`);
  }
  const { fit, settings = {}, ...network } = o as SpecOptions;
  const { name } = callback<(given: object) => unknown>(`${AT}: fit`, fit, 'async (given) => …');
  const known = declared?.(name);
  if (name === '' || (known && known.value !== fit)) {
    return refuse(
      `${AT}: fit`,
      name === ''
        ? 'is a function without a name; declare it at the top of a cell: async function fit(given) { … }.'
        : `is not the function that a cell declares as ${name}; give that one, so that it can be run again by its name.`,
    );
  }
  return toSpec('layers', network, { entry: name, settings: plainObject(settings) });
}

function plainObject(settings: unknown): JsonObject {
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings)) {
    return refuse(`${AT}: settings`, `is ${shown(settings)}; it must be an object of values.`);
  }
  return plain(`${AT}: settings`, settings) as JsonObject;
}
