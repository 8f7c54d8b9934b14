import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../../src/ui/styles/tokens.css', import.meta.url), 'utf8');
const blocks = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
  selector: selector
    .trim()
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .trim(),
  tokens: Object.fromEntries(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  ) as Record<string, string>,
}));
const block = (selector: string) =>
  blocks.find((each) => each.selector.includes(selector))?.tokens ?? {};

const themes = {
  light: block("[data-theme='light']"),
  dark: block(':root:not([data-theme])'),
};

/** WCAG 2.2: relative luminance, then the ratio of two. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['--bg', '--surface', '--sunken'];
const texts: [string, string[]][] = [
  [
    '--text',
    [...grounds, '--accent-weak', '--good-weak', '--warn-weak', '--bad-weak', '--info-weak'],
  ],
  ['--muted', [...grounds, '--accent-weak']],
  ['--faint', grounds],
  ['--accent', [...grounds, '--accent-weak']],
  ['--accent-strong', [...grounds, '--accent-weak', '--info-weak', '--warn-weak']],
  ['--good', [...grounds, '--good-weak']],
  ['--warn', [...grounds, '--warn-weak']],
  ['--bad', [...grounds, '--bad-weak']],
  ['--info', [...grounds, '--info-weak']],
  ['--on-accent', ['--accent', '--accent-strong']],
];
const marks = ['--edge', '--accent', '--c1', '--c2', '--c3', '--c4', '--c5', '--c6'];

test('both dark blocks hold the same tokens', () => {
  expect(themes.dark['--bg']).toMatch(/^#/);
  expect(block("[data-theme='dark']")).toEqual(themes.dark);
});

test('light and dark define the same names', () => {
  expect(Object.keys(themes.dark)).toEqual(Object.keys(themes.light));
});

describe.each(['light', 'dark'] as const)('in the %s theme', (name) => {
  const theme = themes[name];

  test.each(texts)('%s reaches 4.5:1 on every ground it is used on', (text, on) => {
    const low = on
      .map((ground) => ({ ground, ratio: contrast(theme[text]!, theme[ground]!) }))
      .filter(({ ratio }) => !(ratio >= 4.5));
    expect(low).toEqual([]);
  });

  test.each(marks)('%s reaches 3:1 on the grounds of fields and charts', (mark) => {
    const low = ['--bg', '--surface']
      .map((ground) => ({ ground, ratio: contrast(theme[mark]!, theme[ground]!) }))
      .filter(({ ratio }) => !(ratio >= 3));
    expect(low).toEqual([]);
  });
});
