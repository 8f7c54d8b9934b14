/** What is counted of requests, in the text format of Prometheus (0.0.4). */
import { REFUSALS, type Refusal } from '../http-error';

/** Upper ends in seconds. */
const BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] as const;

export class Histogram {
  readonly counts = new Float64Array(BUCKETS.length + 1);
  sum = 0;

  add(seconds: number): void {
    let at = 0;
    while (at < BUCKETS.length && seconds > BUCKETS[at]!) at++;
    this.counts[at]!++;
    this.sum += seconds;
  }
}

export type Labels = Readonly<Record<string, string>>;

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => {
    const escaped = value.replace(/[\\"\n]/g, (mark) => (mark === '\n' ? '\\n' : `\\${mark}`));
    return `${name}="${escaped}"`;
  });
  return parts.length > 0 ? `{${parts.join(',')}}` : '';
}

export interface Family {
  name: string;
  type: 'counter' | 'gauge';
  help: string;
  samples: readonly { labels: Labels; value: number }[];
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}

export function familyText({ name, type, help, samples }: Family): string {
  const lines = samples.map(
    ({ labels, value }) => `${name}${labelText(labels)} ${numberText(value)}`,
  );
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function histogramText(name: string, help: string, all: ReadonlyMap<string, Histogram>): string {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
  for (const [route, { counts, sum }] of all) {
    let total = 0;
    counts.forEach((count, i) => {
      total += count;
      const le = i < BUCKETS.length ? String(BUCKETS[i]) : '+Inf';
      lines.push(`${name}_bucket${labelText({ route, le })} ${total}`);
    });
    lines.push(`${name}_sum${labelText({ route })} ${sum}`);
    lines.push(`${name}_count${labelText({ route })} ${total}`);
  }
  return [...lines, ''].join('\n');
}

export class Metrics {
  readonly #requests = new Map<string, Map<number, number>>();
  readonly #seconds = new Map<string, Histogram>();
  readonly #errors = new Map<Refusal, number>(
    (Object.keys(REFUSALS) as Refusal[]).map((refusal) => [refusal, 0]),
  );
  readonly #rows = new Map<string, number>();

  /** A request was answered. @param route as in the documentation, without names from outside */
  request(route: string, status: number, seconds: number): void {
    let byStatus = this.#requests.get(route);
    let histogram = this.#seconds.get(route);
    if (!byStatus || !histogram) {
      this.#requests.set(route, (byStatus = new Map()));
      this.#seconds.set(route, (histogram = new Histogram()));
    }
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    histogram.add(seconds);
  }

  error(refusal: Refusal): void {
    this.#errors.set(refusal, this.#errors.get(refusal)! + 1);
  }

  rows(version: string, count: number): void {
    this.#rows.set(version, (this.#rows.get(version) ?? 0) + count);
  }

  text(): string {
    const requests = [...this.#requests].flatMap(([route, byStatus]) =>
      [...byStatus].map(([status, value]) => ({
        labels: { route, status: String(status) },
        value,
      })),
    );
    const errors = [...this.#errors].map(([kind, value]) => ({ labels: { class: kind }, value }));
    const rows = [...this.#rows].map(([version, value]) => ({ labels: { version }, value }));
    return [
      familyText({
        name: 'loam_requests_total',
        type: 'counter',
        help: 'Requests answered, by route and status.',
        samples: requests,
      }),
      histogramText(
        'loam_request_duration_seconds',
        'From the headers of a request to its answer.',
        this.#seconds,
      ),
      familyText({
        name: 'loam_errors_total',
        type: 'counter',
        help: 'Requests refused, by class.',
        samples: errors,
      }),
      familyText({
        name: 'loam_rows_total',
        type: 'counter',
        help: 'Rows answered, by version.',
        samples: rows,
      }),
    ].join('');
  }
}
