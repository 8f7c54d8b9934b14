/** A device as far as the bits of a training may depend on it. */

export interface Device {
  /** Name and major version, e.g. "Chromium 141"; empty where it is not known. */
  browser: string;
  /** e.g. "Linux"; empty where it is not known. */
  system: string;
  /** Logical processors; 0 where it is not known. */
  cores: number;
}

/** The first that matches names the browser: many call themselves Chrome and Safari as well. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/, 'Chromium'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
  [/\bNode\.js\/v?(\d+)/, 'Node.js'],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** @param cores logical processors, 0 where that is not known */
export function deviceOf(userAgent: string, cores: number): Device {
  let browser = '';
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version === undefined) continue;
    browser = `${name} ${version}`;
    break;
  }
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? '';
  return { browser, system, cores };
}

/** What is not known on one side tells nothing apart. */
export function differ(one: Device, other: Device): boolean {
  const apart = <T>(a: T, b: T) => Boolean(a) && Boolean(b) && a !== b;
  return (
    apart(one.browser, other.browser) ||
    apart(one.system, other.system) ||
    apart(one.cores, other.cores)
  );
}

/** In one line, e.g. "Chromium 141 on Linux, 8 cores". */
export function deviceText({ browser, system, cores }: Device): string {
  const place = system ? `${browser || 'a browser'} on ${system}` : browser || 'an unknown device';
  return cores > 0 ? `${place}, ${cores} ${cores === 1 ? 'core' : 'cores'}` : place;
}
