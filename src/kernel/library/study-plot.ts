/** Pictures of a study: the best so far, and its settings as parallel coordinates, drawn by Observable Plot. */
import { METRICS, type MetricName } from '../../core/metrics/names';
import { bestSoFar } from '../../core/study/best-so-far';
import type { ParameterValue } from '../../core/study/types';
import type { LoamDeps } from './call';
import { refuse } from './refuse';
import type { TrialFacts } from './study-verbs';

/** What is used of Observable Plot. */
interface Plot {
  plot(o: object): unknown;
  dot(data: unknown, o: object): unknown;
  line(data: unknown, o: object): unknown;
  ruleX(data: unknown, o?: object): unknown;
  text(data: unknown, o: object): unknown;
}

type Trials = readonly Readonly<TrialFacts>[];

export interface StudyPlot {
  /** Per finished trial its mean over the folds, and the best until then. */
  best(): unknown;
  /** A line per finished trial through its settings to its mean; the better, the darker. */
  parallel(): unknown;
}

const WIDTH = 640;

export function studyPlot(deps: LoamDeps, metric: MetricName, trials: Trials): StudyPlot {
  return Object.freeze({
    best: () => drawBest(plotOf(deps, 'best'), metric, trials),
    parallel: () => drawParallel(plotOf(deps, 'parallel'), metric, trials),
  });
}

function plotOf({ plot }: LoamDeps, name: string): Plot {
  const found = plot?.();
  if (typeof found === 'function' || (typeof found === 'object' && found !== null)) {
    return found as Plot;
  }
  return refuse(`study.plot.${name}`, 'has nothing to draw with; mention plot in the cell.');
}

function drawBest(plot: Plot, metric: MetricName, trials: Trials): unknown {
  const points = bestSoFar(
    metric,
    trials.map((trial) => ({ ...trial, values: [] })),
  ).map(({ number, mean, best }) => ({ trial: number + 1, mean, best }));
  const { label } = METRICS[metric];
  return plot.plot({
    width: WIDTH,
    height: 260,
    marginLeft: 56,
    ariaLabel: `Best ${label} so far, over ${points.length} finished trials`,
    x: { label: 'Trial', interval: 1, tickFormat: 'd' },
    y: { label: `${label}, mean over folds`, grid: true, nice: true },
    marks: [
      plot.line(points, { x: 'trial', y: 'best', curve: 'step-after', stroke: 'currentColor' }),
      plot.dot(points, { x: 'trial', y: 'mean', r: 3, fill: 'currentColor', fillOpacity: 0.5 }),
    ],
  });
}

interface Axis {
  name: string;
  /** From 0 to 1; undefined where the trial has no such setting. */
  place(trial: TrialFacts): number | undefined;
  low: string;
  high: string;
}

function drawParallel(plot: Plot, metric: MetricName, trials: Trials): unknown {
  const finished = trials.filter(({ outcome, mean }) => outcome === 'finished' && mean !== null);
  if (finished.length === 0) {
    return refuse(
      'study.plot.parallel',
      'has nothing to draw: no trial has finished with a value.',
    );
  }
  const paths = [...new Set(finished.flatMap(({ parameters }) => Object.keys(parameters)))];
  const { label, better } = METRICS[metric];
  const last = numberAxis(label, ({ mean }) => mean!, finished);
  const axes = [...paths.map((path) => axisOf(path, finished)), last];
  const points = finished.flatMap((trial) =>
    axes.flatMap((axis) => {
      const place = axis.place(trial);
      if (place === undefined) return [];
      const good = better === 'higher' ? last.place(trial)! : 1 - last.place(trial)!;
      return [{ trial: trial.number, axis: axis.name, place, good }];
    }),
  );
  const ends = axes.flatMap(({ name, low, high }) => [
    { axis: name, place: 0, text: low },
    { axis: name, place: 1, text: high },
  ]);
  const end = (place: 0 | 1) =>
    plot.text(
      ends.filter((each) => each.place === place),
      { x: 'axis', y: 'place', text: 'text', dy: place === 0 ? 10 : -10 },
    );
  return plot.plot({
    width: Math.max(WIDTH, 110 * axes.length),
    height: 300,
    marginTop: 40,
    marginBottom: 44,
    marginLeft: 60,
    marginRight: 60,
    ariaLabel: `Settings and ${label} of ${finished.length} finished trials`,
    x: { type: 'point', domain: axes.map(({ name }) => name), label: null },
    y: { axis: null, domain: [0, 1] },
    marks: [
      plot.ruleX(
        axes.map(({ name }) => name),
        { stroke: 'currentColor', strokeOpacity: 0.3 },
      ),
      plot.line(points, {
        x: 'axis',
        y: 'place',
        z: 'trial',
        stroke: 'currentColor',
        strokeOpacity: (point: { good: number }) => 0.1 + 0.8 * point.good,
      }),
      end(0),
      end(1),
    ],
  });
}

function axisOf(path: string, trials: Trials): Axis {
  const name = path.replace(/^(model|trainer)\./, '');
  const known = trials.flatMap(({ parameters }) =>
    Object.hasOwn(parameters, path) ? [parameters[path]!] : [],
  );
  if (known.every((value) => typeof value === 'number')) {
    return numberAxis(name, ({ parameters }) => parameters[path] as number | undefined, trials);
  }
  const options = [...new Set(known.map(said))];
  const step = Math.max(1, options.length - 1);
  return {
    name,
    place: ({ parameters }) =>
      Object.hasOwn(parameters, path) ? options.indexOf(said(parameters[path]!)) / step : undefined,
    low: options[0]!,
    high: options.length > 1 ? options.at(-1)! : '',
  };
}

function numberAxis(
  name: string,
  read: (trial: TrialFacts) => number | undefined,
  trials: Trials,
): Axis {
  const values = trials.map(read).filter((value) => value !== undefined);
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return {
    name,
    place: (trial) => {
      const value = read(trial);
      if (value === undefined) return undefined;
      return high === low ? 0.5 : (value - low) / (high - low);
    },
    low: short(low),
    high: high === low ? '' : short(high),
  };
}

const short = (value: number) => String(Number(value.toPrecision(3)));

function said(value: ParameterValue): string {
  return Array.isArray(value) ? value.join(' · ') : String(value);
}
