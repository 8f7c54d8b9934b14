/** Convolutions as records; both kinds slide a window and have the same operands. */
import type { PlannedLayer } from '../../../../core/network/plan';
import { layActivation } from './lay-activation';
import { outputFlow, type Flow, type LaidLayer, type Site } from './flow';
import { record } from './records';
import type { Room } from './room';
import { convLayout, depthwiseLayout, type WindowLayout } from './window-layout';

type Conv = Extract<PlannedLayer, { op: 'conv2d' | 'depthwise2d' }>;

/** Filters of a panel, as in assembly/conv.ts. */
const PANEL = 8;

export function layConv(
  layer: Extract<PlannedLayer, { op: 'conv2d' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const layout = convLayout(layer.window, input.gradient !== 0);
  const filters = layer.window.output[2];
  const panels = (values: number) => PANEL * Math.ceil(values / PANEL);
  // Forwards in panels of filters with a bias each, backwards in panels of each line's taps.
  const forwards = panels(filters) * (layout.tapOffsets.length + 1);
  const backwards = layout.lines * panels(layout.segment) * filters;
  const packed = site.room.take(4 * Math.max(forwards, backwards));
  const { output, activation, operands } = parts(layer, layout, input, site, packed);
  const values = operands(activation.before.at);
  const slopes = operands(output.gradient);
  const pass = [
    record('convPrepare', ...values),
    record('convForward', ...values),
    ...activation.forward,
  ];
  const further = [record('convPrepareBack', ...slopes), record('convInputGradient', ...slopes)];
  return {
    output,
    train: pass,
    predict: pass,
    backward: [
      ...activation.backward,
      record('convKernelGradient', ...slopes),
      ...(input.gradient === 0 ? [] : further),
    ],
  };
}

export function layDepthwise(
  layer: Extract<PlannedLayer, { op: 'depthwise2d' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const layout = depthwiseLayout(layer.window, layer.multiplier);
  const { output, activation, operands } = parts(layer, layout, input, site, 0);
  const slopes = operands(output.gradient);
  const pass = [
    record('depthwiseForward', ...operands(activation.before.at)),
    ...activation.forward,
  ];
  return {
    output,
    train: pass,
    predict: pass,
    backward: [
      ...activation.backward,
      record('depthwiseKernelGradient', ...slopes),
      ...(input.gradient === 0 ? [] : [record('depthwiseInputGradient', ...slopes)]),
    ],
  };
}

function parts(layer: Conv, layout: WindowLayout, input: Flow, site: Site, packed: number) {
  const output = outputFlow(layer, input, site);
  const activation = layActivation(layer.activation, output, site);
  const window = placeWindow(layer, layout, site.room, site.rows);
  const [kernel, bias] = layer.parameters.map(({ at }) => 4 * at) as [number, number];
  /** @param y values before the activation, or the gradient by them */
  const operands = (y: number) => [
    ...[window, input.at, input.pitch, y, output.pitch],
    ...[site.weights + kernel, site.weights + bias],
    ...[site.gradient + kernel, site.gradient + bias],
    ...[input.gradient, packed],
  ];
  return { output, activation, operands };
}

/** Address of a block as assembly/window.ts has it. */
function placeWindow({ window }: Conv, layout: WindowLayout, room: Room, rows: number): number {
  const { placeOffsets, tapOffsets, stagedPitch } = layout;
  const staged = stagedPitch === 0 ? 0 : room.take(4 * stagedPitch * rows);
  const block = [
    ...[...window.input, layout.copies, ...window.pad],
    ...[layout.stagedWidth, 4 * stagedPitch, staged],
    ...[placeOffsets.length, room.place(placeOffsets)],
    ...[tapOffsets.length, room.place(tapOffsets)],
    ...[layout.lines, layout.segment, 4 * layout.linePitch, window.output[2]],
  ];
  return room.place(Uint32Array.from(block));
}
