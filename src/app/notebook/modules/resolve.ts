/**
 * What the names of modules mean in one notebook, and all that they need in turn: by its pins, and where it
 * has none by the newest of the name.
 */
import type { Link } from '../../../core/hash/digest';
import type { ModulePins } from '../../../core/notebook/module-pins';
import { nearestNames } from '../../../kernel/library/nearest-names';

export interface KnownModules {
  pins: ModulePins;
  /** Code of the newest of each name. */
  newest: ReadonlyMap<string, Link>;
  /** Names that the code imports; null for code that is not in this workspace, absent while it is not known. */
  imports: ReadonlyMap<Link, readonly string[] | null>;
}

export interface Resolved {
  name: string;
  code: Link;
}

export interface Trouble {
  message: string;
  advice: string;
}

export function codeOfName(known: KnownModules, name: string): Link | null {
  return own(known.pins, name) ?? known.newest.get(name) ?? null;
}

/** The modules of these names and those that they need, each once, what is needed first. */
export function resolve(known: KnownModules, names: readonly string[]): Resolved[] {
  const found = new Map<string, Resolved>();
  const visit = (name: string, way: readonly string[]) => {
    if (found.has(name) || way.includes(name)) return;
    const code = codeOfName(known, name);
    if (code === null) return;
    for (const next of known.imports.get(code) ?? []) visit(next, [...way, name]);
    found.set(name, { name, code });
  };
  for (const name of names) visit(name, []);
  return [...found.values()];
}

/** What keeps a cell from importing this name; null for nothing. */
export function troubleWith(known: KnownModules, name: string): Trouble | null {
  return troubleOnWay(known, name, [], new Set());
}

/** @param fine names that were looked into: modules that many need are looked into once */
function troubleOnWay(
  known: KnownModules,
  name: string,
  way: readonly string[],
  fine: Set<string>,
): Trouble | null {
  if (fine.has(name)) return null;
  const by = way.at(-1);
  if (way.includes(name)) {
    const circle = [...way.slice(way.indexOf(name)), name].join(' → ');
    return {
      message: `These modules import each other in a circle: ${circle}`,
      advice: 'Move what both need into a module of its own, and drop that too.',
    };
  }
  const code = codeOfName(known, name);
  if (code === null) {
    const meant = nearestNames(name, [...known.newest.keys()]);
    return {
      message: by
        ? `The module ${by} imports ${name}, which is not there`
        : `No module is called ${name}`,
      advice: meant.length
        ? `Did you mean ${meant.join(' or ')}? Else drop ${name}.js on the notebook.`
        : `Drop ${name}.js on the notebook: then cells can import it by its name.`,
    };
  }
  const needs = known.imports.get(code);
  if (needs === null) {
    return {
      message: `The code of ${name} that this notebook is pinned to is not in this workspace`,
      advice: known.newest.has(name)
        ? 'Use the newest, under Modules, or drop the file that it was.'
        : `Drop ${name}.js on the notebook.`,
    };
  }
  for (const next of needs ?? []) {
    const trouble = troubleOnWay(known, next, [...way, name], fine);
    if (trouble) return trouble;
  }
  fine.add(name);
  return null;
}

function own(pins: ModulePins, name: string): Link | undefined {
  return Object.hasOwn(pins, name) ? pins[name] : undefined;
}
