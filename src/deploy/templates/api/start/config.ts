/** Settings, all from the environment. Each has a default; one that cannot be read stops the start. */
import { LOG_LEVELS, type LogLevel } from '../log';

export interface Config {
  host: string;
  /** 0: any that is free. */
  port: number;
  /** Empty: no key is asked for. */
  apiKeys: readonly string[];
  /** Bytes. */
  bodyLimit: number;
  /** Of one request. */
  maxRows: number;
  /** Requests per second of one key, or of one address where there are no keys; 0: no limit. */
  rate: number;
  /** Requests that may come at once before the rate counts. */
  burst: number;
  /** Requests that wait for an answer; one more is sent away. */
  queue: number;
  requestTimeoutMs: number;
  connectionTimeoutMs: number;
  keepAliveMs: number;
  /** How long requests are still taken after SIGTERM, and how long the last ones may then need. */
  drainDelayMs: number;
  drainLimitMs: number;
  logLevel: LogLevel;
  /** File of the prediction log; null: none is written. */
  predictionLog: string | null;
  /** Share of the requests that are written to it. */
  predictionShare: number;
  /** Inputs whose values are not written to it. */
  predictionMask: readonly string[];
  /** A release plan that stands in for the one of the package; null: none. */
  releaseFile: string | null;
  /** Addresses of proxies whose X-Forwarded-For is believed; null: of none. */
  trustProxy: string | null;
  /** Rows per second that are counted for drift, at most. */
  driftRows: number;
  /** File of the public key that must have signed the package; null: any, or none. */
  signerKey: string | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type ReadConfig = { config: Config } | { problems: string[] };

const PREFIX = 'LOAM_';

export function readConfig(environment: Environment): ReadConfig {
  const problems: string[] = [];
  const read = new Set<string>();

  function text(name: string): string | null {
    read.add(name);
    const value = environment[PREFIX + name]?.trim();
    return value ? value : null;
  }
  function number(name: string, byDefault: number, least: number, most: number): number {
    const value = text(name);
    if (value === null) return byDefault;
    const parsed = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
    if (parsed >= least && parsed <= most) return parsed;
    problems.push(`${PREFIX}${name} is "${value}" and must be a number from ${least} to ${most}`);
    return byDefault;
  }
  function whole(name: string, byDefault: number, least: number, most: number): number {
    const value = number(name, byDefault, least, most);
    if (Number.isInteger(value)) return value;
    problems.push(`${PREFIX}${name} is "${value}" and must be a whole number`);
    return byDefault;
  }
  function list(name: string): string[] {
    const parts = (text(name) ?? '').split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '');
  }
  function logLevel(): LogLevel {
    const value = text('LOG') ?? 'info';
    const level = LOG_LEVELS.find((each) => each === value);
    if (!level) problems.push(`LOAM_LOG is "${value}" and must be one of ${LOG_LEVELS.join(', ')}`);
    return level ?? 'info';
  }

  const rate = number('RATE', 0, 0, 1e6);
  const config: Config = {
    host: text('HOST') ?? '127.0.0.1',
    port: whole('PORT', 8080, 0, 65535),
    apiKeys: list('API_KEYS'),
    bodyLimit: whole('BODY_LIMIT', 1024 * 1024, 1024, 1024 * 1024 * 1024),
    maxRows: whole('MAX_ROWS', 10_000, 1, 1e6),
    rate,
    burst: whole('BURST', Math.max(1, Math.ceil(2 * rate)), 1, 1e6),
    queue: whole('QUEUE', 256, 1, 1e6),
    requestTimeoutMs: whole('REQUEST_TIMEOUT_MS', 15_000, 100, 3_600_000),
    connectionTimeoutMs: whole('CONNECTION_TIMEOUT_MS', 75_000, 100, 3_600_000),
    keepAliveMs: whole('KEEP_ALIVE_MS', 72_000, 100, 3_600_000),
    drainDelayMs: whole('DRAIN_DELAY_MS', 2_000, 0, 600_000),
    drainLimitMs: whole('DRAIN_LIMIT_MS', 10_000, 100, 600_000),
    logLevel: logLevel(),
    predictionLog: text('PREDICTION_LOG'),
    predictionShare: number('PREDICTION_SHARE', 1, 0, 1),
    predictionMask: list('PREDICTION_MASK'),
    releaseFile: text('RELEASE'),
    trustProxy: text('TRUST_PROXY'),
    driftRows: whole('DRIFT_ROWS', 1_000, 0, 1e9),
    signerKey: text('SIGNER_KEY'),
  };
  for (const name of Object.keys(environment)) {
    if (name.startsWith(PREFIX) && !read.has(name.slice(PREFIX.length))) {
      problems.push(`${name} is no setting of this server`);
    }
  }
  return problems.length > 0 ? { problems } : { config };
}
