/** The layers of a Keras model one after another: Sequential, or a functional model without branches. */
import { isFields, own, unreadable, type Fields } from './unreadable';

export interface ForeignLayer {
  type: string;
  name: string;
  config: Fields;
}

const MOST_LAYERS = 1000;
const MOST_NESTED = 4;

function configOf(layer: Fields): Fields {
  const config = own(layer, 'config');
  if (!isFields(config)) throw unreadable('a layer without settings');
  return config;
}

function typeOf(layer: Fields): string {
  const type = own(layer, 'class_name') ?? own(layer, 'className');
  if (typeof type !== 'string' || type.length > 100) throw unreadable('a layer without a type');
  return type;
}

/** Names of the layers that a layer of a functional model takes its input from. */
function sources(layer: Fields): string[] {
  const nodes = own(layer, 'inbound_nodes') ?? own(layer, 'inboundNodes') ?? [];
  if (!Array.isArray(nodes) || nodes.length > 1) {
    throw unreadable('a layer that is used more than once');
  }
  const ends: unknown = nodes[0] ?? [];
  if (!Array.isArray(ends)) throw unreadable('how its layers are joined');
  return ends.map((end: unknown) => {
    const name: unknown = Array.isArray(end) ? end[0] : undefined;
    if (typeof name !== 'string') throw unreadable('how its layers are joined');
    return name;
  });
}

/** In the order in which they are computed. */
function chainOf(layers: Fields[]): Fields[] {
  const next = new Map<string, Fields>();
  const starts: Fields[] = [];
  for (const layer of layers) {
    const from = sources(layer);
    if (from.length > 1) throw unreadable(`${typeOf(layer)} joins branches`);
    if (from.length === 0) starts.push(layer);
    else if (next.has(from[0]!)) throw unreadable('a layer that two others read');
    else next.set(from[0]!, layer);
  }
  if (starts.length !== 1) throw unreadable(`${starts.length} inputs, where one is known`);
  const chain = [starts[0]!];
  for (;;) {
    const after = next.get(nameOf(chain.at(-1)!));
    if (!after) break;
    chain.push(after);
    if (chain.length > layers.length) throw unreadable('layers that go in a circle');
  }
  if (chain.length !== layers.length) throw unreadable('layers that nothing reaches');
  return chain;
}

function nameOf(layer: Fields): string {
  const name = own(layer, 'name') ?? own(configOf(layer), 'name');
  return typeof name === 'string' ? name : '';
}

function flatten(model: Fields, depth: number, into: ForeignLayer[]): void {
  if (depth > MOST_NESTED) throw unreadable('models inside of models without end');
  const config = own(model, 'config');
  const listed = Array.isArray(config) ? config : isFields(config) ? own(config, 'layers') : null;
  if (!Array.isArray(listed) || listed.length === 0) throw unreadable('it has no layers');
  if (listed.length + into.length > MOST_LAYERS)
    throw unreadable(`more than ${MOST_LAYERS} layers`);
  if (!listed.every(isFields)) throw unreadable('its list of layers');
  const type = typeOf(model);
  const layers = type === 'Sequential' ? listed : chainOf(listed);
  for (const layer of layers) {
    if (isModel(typeOf(layer))) flatten(layer, depth + 1, into);
    else into.push({ type: typeOf(layer), name: nameOf(layer), config: configOf(layer) });
  }
}

function isModel(type: string): boolean {
  return type === 'Sequential' || type === 'Functional' || type === 'Model';
}

/** @throws LoamError `model-unreadable` */
export function readChain(topology: unknown): ForeignLayer[] {
  if (!isFields(topology)) throw unreadable('it has no topology');
  const model = own(topology, 'model_config') ?? topology;
  if (!isFields(model) || !isModel(typeOf(model))) throw unreadable('it is no model of layers');
  const layers: ForeignLayer[] = [];
  flatten(model, 0, layers);
  return layers;
}
