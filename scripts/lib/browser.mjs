/**
 * Finds the Chromium that tests and benches drive: CHROMIUM_PATH, an installed one, Playwright's own, or
 * Debian's package where this process may install it.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Flags that let it run headless anywhere, as root too, and keep it from calling home. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function playwrightsOwn() {
  try {
    const { chromium } = await import('@playwright/test');
    return chromium.executablePath();
  } catch {
    return null;
  }
}

/** @returns {Promise<string | null>} path of the program */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return (
    [...installed, ...places, await playwrightsOwn()].find((path) => path && existsSync(path)) ??
    null
  );
}

/** Installs a package of Debian's where this process may. @returns {Promise<void>} */
async function installPackages(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log(`Installing ${packages[0]} (apt-get install ${packages[0]}) ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  const options = { env, capture: true, quiet: true };
  let { code, output } = await run('apt-get', install, options);
  if (code !== 0) {
    await run('apt-get', ['update'], options);
    ({ code, output } = await run('apt-get', install, options));
  }
  if (code !== 0) console.error(output.split('\n').slice(-6).join('\n'));
}

/** Finds a browser, or installs Debian's where that is possible. */
export async function obtainBrowser() {
  const found = await findBrowser();
  if (found || process.env.CHROMIUM_PATH) return found;
  await installPackages(['chromium', 'fonts-dejavu-core']);
  return findBrowser();
}

/** The Firefox that answers the question whether another engine gives the same bits; null without one. */
export function findFirefox() {
  const named = process.env.FIREFOX_PATH;
  if (named) return existsSync(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = folders.flatMap((folder) =>
    ['firefox-esr', 'firefox'].map((name) => join(folder, name)),
  );
  const application = '/Applications/Firefox.app/Contents/MacOS/firefox';
  return [...installed, application].find((path) => existsSync(path)) ?? null;
}

/** Finds a Firefox, or installs Debian's where that is possible. */
export async function obtainFirefox() {
  if (!findFirefox() && !process.env.FIREFOX_PATH) await installPackages(['firefox-esr']);
  return findFirefox();
}
