import { describe, expect, it } from 'vitest';
import { deviceOf, deviceText, differ } from '../../../../src/core/log/device';

const AGENTS: [string, string, string][] = [
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36',
    'Chromium 141',
    'Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Edge 141',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    'Safari 18',
    'macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari 18',
    'iOS',
  ],
  [
    'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
    'Firefox 140',
    'Android',
  ],
  ['Node.js/20', 'Node.js 20', ''],
  ['', '', ''],
];

describe('a device', () => {
  it.each(AGENTS)('is read from "%s"', (agent, browser, system) => {
    expect(deviceOf(agent, 8)).toEqual({ browser, system, cores: 8 });
  });

  it('is another by what is known of both, never by what is not', () => {
    const device = { browser: 'Firefox 140', system: 'Linux', cores: 8 };
    expect(differ(device, device)).toBe(false);
    expect(differ(device, { ...device, system: 'macOS' })).toBe(true);
    expect(differ(device, { ...device, cores: 4 })).toBe(true);
    expect(differ(device, { browser: '', system: '', cores: 0 })).toBe(false);
  });

  it('is named in one line', () => {
    expect(deviceText({ browser: 'Firefox 140', system: 'Linux', cores: 1 })).toBe(
      'Firefox 140 on Linux, 1 core',
    );
    expect(deviceText({ browser: '', system: '', cores: 0 })).toBe('an unknown device');
  });
});
